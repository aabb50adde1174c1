"""Whatever fails, and whenever: an import is stored whole or not at all, and never twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from dressapp.audit.models import Event
from dressapp.core.errors import EditConflict
from dressapp.exchange import services
from dressapp.exchange.errors import ReadingChanged, Stopped
from dressapp.exchange.intakes import digest_of
from dressapp.exchange.models import Intake, IntakeState
from dressapp.exchange.progress import Progress
from dressapp.labs.models import LabResult, LabRow
from dressapp.workspace.services import changing
from tests.factories.records import RASH, make_case, make_lab
from tests.web.exchange.files import course, take_file
from tests.web.exchange.intakes import TABLE, TODAY, confirm, declare, live, paste, reading_of, values

ROWS = tuple(tuple(line.split("\t")) for line in TABLE.splitlines())


@pytest.fixture
def case(user):
    return make_case(user)


def take_all(case, user, monkeypatch):
    """Return an intake that adds values, replaces one and brings a drug."""
    intake = take_file(case, user, monkeypatch, rows=ROWS, courses=[course()])
    return declare(case, user, intake, conflicts="take")


class FailAt:
    """Let the statements of a connection through but the one of this number, counted from 1."""

    def __init__(self, number):
        self.number, self.seen = number, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.number:
            raise OperationalError("the disk is full")
        return execute(sql, params, many, context)


def everything(case):
    """Return all that an import may touch."""
    return (
        list(LabResult.objects.order_by("pk").values()),
        list(LabRow.objects.order_by("pk").values()),
        list(case.drug_courses.order_by("pk").values()),
        list(Intake.objects.order_by("pk").values()),
        list(Event.objects.order_by("seq").values_list("seq", flat=True)),
        type(case).objects.values("revision", "version").get(pk=case.pk),
        type(case.summary).objects.values().get(case=case),
    )


def fail_at_each_statement(case, act):
    """Run `act` with its first statement failing, then its second, until none is left; return how many."""
    before = everything(case)
    for number in range(1, 500):
        failing = FailAt(number)
        try:
            with connection.execute_wrapper(failing):
                act()
        except OperationalError:
            assert everything(case) == before, f"statement {number} left something behind"
        else:
            return number - 1
    raise AssertionError("it never ended")


def as_page(step):
    """Return a step as a page runs it: scored, in one transaction."""

    def run(**given):
        with changing(given["case"]):
            return step(**given)

    return run


@pytest.mark.hazard("H18")
@pytest.mark.promise("P02")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("store", [as_page(services.confirm), services.confirm])
def test_confirm_that_fails_at_any_statement_leaves_nothing_and_the_next_stores_all(
    case, user, monkeypatch, store
):
    make_lab(case, user, analyte="alt", value="55", on=RASH)
    intake = take_all(case, user, monkeypatch)
    given = {"version": 2, "digest": digest_of(reading_of(case, intake)), "today": TODAY}
    statements = fail_at_each_statement(case, lambda: store(case=case, intake=intake, by=user, **given))
    assert statements > 20
    assert Intake.objects.get().state == IntakeState.STORED
    assert live(case).count() == 4
    assert case.drug_courses.live().count() == 1


@pytest.mark.promise("P02")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("take_back", [as_page(services.undo), services.undo])
def test_undo_that_fails_at_any_statement_leaves_all_and_the_next_takes_all_back(
    case, user, monkeypatch, take_back
):
    make_lab(case, user, analyte="alt", value="55", on=RASH)
    before = values(case)
    intake = take_all(case, user, monkeypatch)
    confirm(case, user, intake)
    assert fail_at_each_statement(case, lambda: take_back(case=case, intake=intake, by=user)) > 20
    assert values(case) == before
    assert not case.drug_courses.live().exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_stored_when_the_audit_fails(case, user, settings):
    intake = paste(case, user)
    before = everything(case)
    given = {"version": 1, "digest": digest_of(reading_of(case, intake)), "today": TODAY}
    settings.LEDGER = "dressapp.core.errors.LedgerUnavailable"
    for store in (as_page(services.confirm), services.confirm):
        with pytest.raises(TypeError):
            store(case=case, intake=intake, by=user, **given)
        assert everything(case) == before


def at_once(*steps):
    """Run steps at the same moment, each on a connection of its own, and return what each gave or raised."""
    barrier = Barrier(len(steps))

    def run(step):
        try:
            barrier.wait()
            return step()
        except (ReadingChanged, EditConflict) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.mark.django_db(transaction=True)
def test_two_confirms_at_once_store_once(case, user):
    intake = paste(case, user)
    digest = digest_of(reading_of(case, intake))

    def post():
        return confirm(type(case).objects.get(pk=case.pk), user, intake, digest=digest)

    outcomes = at_once(post, post, post)
    assert outcomes == [services.Outcome(4, 0, 0, 0, 0)] * 3
    assert live(case).count() == 4
    assert Event.objects.filter(object_type="labs.labresult").count() == 4


@pytest.mark.hazard("H17")
@pytest.mark.django_db(transaction=True)
def test_the_same_table_confirmed_twice_at_once_is_stored_once(case, user):
    intakes = [paste(case, user), paste(case, user)]
    digest = digest_of(reading_of(case, intakes[0]))

    def post(intake):
        return lambda: confirm(type(case).objects.get(pk=case.pk), user, intake, digest=digest)

    outcomes = at_once(*map(post, intakes))
    assert sorted(map(str, outcomes)) == sorted([str(services.Outcome(4, 0, 0, 0, 0)), str(ReadingChanged)])
    assert live(case).count() == 4


@pytest.mark.django_db(transaction=True)
def test_stopped_import_leaves_nothing_and_the_next_one_runs(case, user, monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 2)
    intake = paste(case, user)
    before, progress, told = everything(case), Progress(intake.pk), []

    class Impatient(Progress):
        def tell(self, done, total):
            super().tell(done, total)
            told.append((self.read().done, live(case).count()))
            if done == 2:
                progress.ask_to_stop()

    with pytest.raises(Stopped):
        confirm(case, user, intake, progress=Impatient(intake.pk))
    assert told == [(0, 0), (2, 2)]
    assert everything(case) == before
    assert progress.read() is None
    assert confirm(case, user, intake, progress=progress).stored == 4


@pytest.mark.django_db(transaction=True)
def test_import_can_be_stopped_until_its_last_value(case, user):
    intake = paste(case, user)
    progress = Progress(intake.pk)

    class Late(Progress):
        def tell(self, done, total):
            if done == total:
                progress.ask_to_stop()

    with pytest.raises(Stopped):
        confirm(case, user, intake, progress=Late(intake.pk))
    assert not LabResult.objects.exists()
