"""Days in an impossible order are refused by form, case file, model and database; possible ones are taken."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction

from dressapp.cases.models import Case
from dressapp.cases.services import set_dates
from dressapp.drugs.models import DrugCourse
from tests.factories.records import make_case, make_drug
from tests.factories.ways_in import SAVED, open_file, undone
from tests.web.workspace.labs import url

DAYS = [date(2026, 3, 1) + timedelta(days=days) for days in (0, 7, 14, 21)]
NAMES = ("rash_onset_on", "resolution_on", "admission_on", "discharge_on")
IN_A_FILE = {name: name.removesuffix("_on") for name in NAMES}
ORDERS = [dict(zip(NAMES, days, strict=True)) for days in permutations(DAYS)]


def is_possible(days):
    """Nobody recovers before the onset, or leaves before arriving; an admission may be for something else."""
    return days["rash_onset_on"] <= days["resolution_on"] and days["admission_on"] <= days["discharge_on"]


def by_form(client, user, case, days):
    data = {"version": case.version} | {name: f"{on.day} Mar 2026" for name, on in days.items()}
    return client.post(url(case, "save_section", "course"), data).status_code == SAVED


def by_case_file(client, user, case, days):
    dates = {IN_A_FILE[name]: on.isoformat() for name, on in days.items()}
    return open_file(case.team, user, dates=dates) is not None


def by_service(client, user, case, days):
    return is_taken(lambda: set_dates(case=case, version=case.version, by=user, **days))


def by_model(client, user, case, days):
    return is_taken(lambda: Case.objects.filter(pk=case.pk).update(**days))


def by_sql(client, user, case, days):
    columns = ", ".join(f"{name} = %s" for name in days)
    values = [*days.values(), case.pk.hex if connection.vendor == "sqlite" else case.pk]
    return is_taken(lambda: run(f"UPDATE cases_case SET {columns} WHERE id = %s", values))


def run(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def is_taken(write):
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return False
    return True


WAYS = [by_form, by_case_file, by_service, by_model, by_sql]


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_of_24_orders_of_four_days_is_taken_where_it_can_be_and_refused_where_not(client_in, user, way):
    case, ended = make_case(user, rash_onset_on=None), {}
    for days in ORDERS:
        with undone():
            ended[tuple(days.values())] = way(client_in, user, Case.objects.get(pk=case.pk), days)
    assert ended == {tuple(days.values()): is_possible(days) for days in ORDERS}
    assert sum(ended.values()) == 6


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("stop_after", [-1, 0, 1])
def test_a_drug_does_not_stop_before_it_starts(client_in, user, stop_after):
    case, start = make_case(user), date(2026, 3, 2)
    course, stop = make_drug(case, user, start_on=start), start + timedelta(days=stop_after)
    known = {"stop_on": stop, "stop_precision": "day"}
    with undone():
        data = {"version": course.version, "name": "x", "role": "suspect", "start": "2 Mar 2026"}
        data["stop"] = f"{stop.day} Mar 2026"
        typed = client_in.post(url(case, "edit_drug", course.pk), data).status_code == SAVED
    drug = {"name": "x", "start": start.isoformat(), "stop": stop.isoformat()}
    with undone():
        opened = open_file(case.team, user, drugs=[drug]) is not None
    stored = is_taken(lambda: DrugCourse.objects.filter(pk=course.pk).update(**known))
    assert [typed, opened, stored] == [stop_after >= 0] * 3


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("born_after", [-1, 0, 1])
def test_nobody_is_born_after_the_onset(client_in, user, born_after):
    rash = date(2026, 3, 12)
    case, born = make_case(user, rash_onset_on=rash), rash + timedelta(days=born_after)
    data = {"version": case.patient.version, "local_id": "P-1", "birth_on": f"{born.day} Mar 2026"}
    with undone():
        typed = client_in.post(url(case, "save_section", "patient"), data).status_code == SAVED
    dates, patient = {"rash_onset": rash.isoformat()}, {"local_id": "W", "birth_date": born.isoformat()}
    opened = open_file(case.team, user, dates=dates, patient=patient) is not None
    assert [typed, opened] == [born_after <= 0] * 2
