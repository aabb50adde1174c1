"""A file is taken in by the same road, with the drugs it names."""

from datetime import date

import pytest

from dressapp.audit.models import Event
from dressapp.drugs.models import DrugCourse
from dressapp.exchange import services
from dressapp.exchange.intakes import sheet_of
from dressapp.exchange.models import Intake
from dressapp.labs.paste.parts import Sheet, SheetRefused
from tests.factories.records import make_case, make_drug
from tests.web.exchange.files import ROWS, course, take_file
from tests.web.exchange.intakes import confirm, declare, live, undo


@pytest.fixture
def case(user):
    return make_case(user)


def names(case):
    return list(DrugCourse.objects.live().filter(case=case).values_list("name", flat=True))


def test_table_of_a_file_is_kept_to_the_last_sign(case, user, monkeypatch):
    intake = take_file(case, user, monkeypatch, left_out=["entry 9: an image"])
    places = ("entry 1", "entry 2")
    assert sheet_of(Intake.objects.get()) == Sheet(ROWS, "tab", places, {}, ("entry 9: an image",))
    detail = Event.objects.get(object_id=intake.pk).detail["after"]
    assert (detail["kind"], detail["name"], detail["counts"]) == ("fhir", "bundle.json", {"bytes": 5})
    assert not Event.objects.filter(detail__icontains="ALT").exists()


def test_refused_file_leaves_nothing_behind(case, user):
    events = Event.objects.count()
    with pytest.raises(SheetRefused):
        services.start_file(case=case, name="a.csv", content=b"", by=user)
    assert (Intake.objects.count(), Event.objects.count()) == (0, events)


def test_value_says_which_file_and_entry_it_came_from(case, user, monkeypatch):
    confirm(case, user, take_file(case, user, monkeypatch))
    assert live(case).get().source == "bundle.json, entry 2, 2026-03-12"


def test_drugs_come_in_with_the_values(case, user, monkeypatch):
    make_drug(case, user, name="allopurinol", position=4)
    courses = [
        course(),
        course(name="Ibuprofen", atc="", role="concomitant", start="2026-03", start_precision="month"),
    ]
    courses[1] = {**courses[1], "start": "2026-03-01"}
    intake = take_file(case, user, monkeypatch, courses=courses)
    assert confirm(case, user, intake).courses == 2
    assert names(case) == ["allopurinol", "Sorafenib", "Ibuprofen"]
    sorafenib = DrugCourse.objects.get(name="Sorafenib")
    assert (sorafenib.intake, sorafenib.start_on, sorafenib.start_precision) == (
        intake.pk,
        date(2026, 3, 2),
        "day",
    )
    assert DrugCourse.objects.get(name="Ibuprofen").start_precision == "month"
    assert Event.objects.filter(object_type="drugs.drugcourse", action="create").count() == 3
    undo(case, user, intake)
    assert names(case) == ["allopurinol"]


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(
    "given",
    [
        {"name": "SORAFENIB", "atc": ""},
        {"name": "Nexavar", "atc": "L01EX02"},
    ],
)
def test_drug_of_the_same_name_or_code_and_start_is_not_added_again(case, user, monkeypatch, given):
    make_drug(case, user, name="sorafenib", atc="L01EX02", start_on=date(2026, 3, 2))
    assert confirm(case, user, take_file(case, user, monkeypatch, courses=[course(**given)])).courses == 0
    assert names(case) == ["sorafenib"]


@pytest.mark.parametrize(
    "given",
    [
        {"start": "2026-03-03"},
        {"start": "2026-03-02", "start_precision": "on_or_before"},
        {"start": None},
        {"name": "Regorafenib", "atc": "L01EX05"},
        {"name": "Regorafenib", "atc": ""},
    ],
)
def test_drug_of_another_name_or_start_is_added(case, user, monkeypatch, given):
    make_drug(case, user, name="sorafenib", start_on=date(2026, 3, 2))
    assert confirm(case, user, take_file(case, user, monkeypatch, courses=[course(**given)])).courses == 1


def test_same_file_again_adds_no_drug(case, user, monkeypatch):
    courses = [course(), course(dose="400 mg"), course(name="Aspirin", atc="", start=None)]
    assert confirm(case, user, take_file(case, user, monkeypatch, courses=courses)).courses == 3
    assert confirm(case, user, take_file(case, user, monkeypatch, courses=courses)).courses == 0
    assert len(names(case)) == 3


def test_drug_that_the_person_keeps_out_is_not_stored(case, user, monkeypatch):
    intake = take_file(case, user, monkeypatch, courses=[course(), course(name="Aspirin", atc="")])
    confirm(case, user, declare(case, user, intake, courses={"0": "skip"}))
    assert names(case) == ["Aspirin"]
