"""Many people saving at once: nobody's acknowledged save is overwritten, and one form makes one row."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from dressapp.audit.models import Event
from dressapp.cases.models import Patient
from dressapp.core.errors import EditConflict
from dressapp.core.services import create_record, update_record

EDITORS = 8
CASE_ID = uuid.UUID(int=7)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act):
    """Run `act` for every editor in a thread of its own and return what each got."""

    def run(editor):
        try:
            return act(editor)
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        return list(pool.map(run, range(EDITORS)))


@pytest.mark.hazard("H16")
@pytest.mark.promise("P03")
def test_one_of_many_saves_of_the_same_version_wins(team, user):
    patient, _ = create_record(Patient, by=user, case_id=CASE_ID, team=team, local_id="P-1", name="")

    def save(editor):
        try:
            return update_record(patient, by=user, case_id=CASE_ID, version=1, name=f"Name {editor}").name
        except EditConflict:
            return None

    winners = [name for name in at_once(save) if name]
    stored = Patient.objects.get(pk=patient.pk)
    assert winners == [stored.name]
    assert stored.version == 2
    assert Event.objects.filter(action="update", object_id=str(patient.pk)).count() == 1


@pytest.mark.hazard("H17")
def test_many_posts_of_one_form_make_one_row(team, user):
    row_id = uuid.uuid4()

    def post(editor):
        values = {"team": team, "local_id": "P-1", "name": "Kim"}
        return create_record(Patient, by=user, case_id=CASE_ID, id=row_id, **values)[1]

    assert sum(at_once(post)) == 1
    assert Patient.objects.count() == 1
    assert Event.objects.filter(action="create", object_id=str(row_id)).count() == 1
