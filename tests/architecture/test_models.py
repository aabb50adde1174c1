"""Every stored field says whether it identifies, describes or only serves, and keeps numbers exact."""

import pytest
from django.apps import apps
from django.db import models

from dressapp.core.models import CLINICAL, IDENTIFYING, TECHNICAL, Record

OWN = [model for model in apps.get_models() if model.__module__.startswith("dressapp.")]
IDS = [model._meta.label for model in OWN]


def own_fields(model):
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


@pytest.mark.parametrize("model", OWN, ids=IDS)
def test_every_field_is_declared(model):
    declared = model.DATA | (Record.DATA if issubclass(model, Record) else {})
    assert {field.name for field in own_fields(model)} == set(declared)
    assert set(declared.values()) <= {IDENTIFYING, CLINICAL, TECHNICAL}


@pytest.mark.hazard("H02", "H03", "H04")
@pytest.mark.parametrize("model", OWN, ids=IDS)
def test_no_field_rounds_a_number_or_knows_only_yes_and_no(model):
    clinical = {name for name, kind in model.DATA.items() if kind == CLINICAL}
    for field in own_fields(model):
        assert not isinstance(field, models.FloatField | models.DecimalField), field
        assert not (field.name in clinical and isinstance(field, models.BooleanField)), field


def test_models_are_found():
    assert len(OWN) > 10
