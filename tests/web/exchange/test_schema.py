"""The published schema names the keys that the reader takes, and no others."""

import json

import pytest
from django.conf import settings

from dressapp.exchange import case_file, case_keys

SCHEMA = json.loads((settings.BASE_DIR / "docs" / "dress-case-1.schema.json").read_text(encoding="utf-8"))


def keys(schema):
    return set(schema["properties"]) - {"extra"}


def test_schema_has_the_keys_of_a_case():
    assert keys(SCHEMA) == set(case_file._CASE)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("drugs", case_keys.DRUG),
        ("labs", case_keys.LAB),
        ("findings", case_keys.FINDING),
        ("alternative_causes", case_keys.CAUSE_TEST),
        ("viruses", case_keys.VIRUS_TEST),
    ],
)
def test_schema_has_the_keys_of_each_row(name, fields):
    assert keys(SCHEMA["properties"][name]["items"]) == set(fields)


@pytest.mark.parametrize(("name", "fields"), [("patient", case_keys.PATIENT), ("dates", case_keys.DATES)])
def test_schema_has_the_keys_of_each_object(name, fields):
    assert keys(SCHEMA["properties"][name]) == set(fields)


def test_schema_has_the_words_of_each_item():
    items = SCHEMA["properties"]["items"]["properties"]
    words = {name: set(items[name]["oneOf"][0]["enum"]) for name in case_keys.ITEM_WORDS}
    assert words == {name: set(allowed) for name, allowed in case_keys.ITEM_WORDS.items()}
