"""Draft, complete, signed, amended: any walk through the steps, and the allowed order is never left.

`WALKS=5000 pytest tests/web/assessments/test_steps.py` walks as often as the promise asks for.
"""

import os
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dressapp.assessments.models import Signature, Snapshot
from dressapp.assessments.selectors import standing_of, state_of
from dressapp.assessments.services import summarise
from dressapp.assessments.signatures import CannotSign, sign
from dressapp.assessments.snapshots import ReasonNeeded, save_snapshot
from dressapp.assessments.versions import present_version
from dressapp.audit.models import Event
from dressapp.cases.models import Case
from dressapp.cases.services import update_case
from dressapp.core.errors import EditConflict
from dressapp.workspace.services import changing
from tests.factories.people import make_user
from tests.factories.records import make_case

WALKS = int(os.environ.get("WALKS", "200"))
PEOPLE = st.integers(0, 1)


class Steps(RuleBasedStateMachine):
    """Every step at every time, beside a plain model of what it must do."""

    people = ()

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.case = make_case(self.people[0])
        self.signers = []  # of each version, the people who have signed it
        self.amends = []  # what each version amends
        self.is_current = False
        self.turn = 0

    def teardown(self):
        self.check_events()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def stored(self):
        return Case.objects.select_related("summary").get(pk=self.case.pk)

    def signed(self):
        return max((n for n, people in enumerate(self.signers, 1) if people), default=None)

    @rule()
    def change(self):
        case, self.turn = self.stored(), self.turn + 1
        with changing(case):
            update_case(case=case, version=case.version, note=f"note {self.turn}", by=self.people[0])
        self.is_current = False

    @rule()
    def save_the_same_again(self):
        case = self.stored()
        with changing(case):
            update_case(case=case, version=case.version, note=case.note, by=self.people[0])

    @rule()
    def score_again(self):
        summarise(self.stored())

    @rule(who=PEOPLE, reason=st.sampled_from(["", "  ", "a late result"]))
    def complete(self, who, reason):
        try:
            snapshot = self.save(who, reason, self.stored().revision)
        except ReasonNeeded:
            assert self.signed() is not None
            assert not reason.strip()
            return
        assert self.signed() is None or reason.strip()
        assert (snapshot.number, snapshot.amends) == (len(self.signers) + 1, self.signed())
        self.amends.append(self.signed())
        self.signers.append(set())
        self.is_current = True

    def save(self, who, reason, revision):
        return save_snapshot(
            case=self.stored(),
            revision=revision,
            present=lambda assessment: {},
            id=uuid4(),
            reason=reason,
            by=self.people[who],
        )

    @rule(who=PEOPLE)
    def complete_from_a_page_of_another_time(self, who):
        with pytest.raises(EditConflict):
            self.save(who, "why", self.stored().revision + 1)

    @precondition(lambda self: self.signers)
    @rule(who=PEOPLE, data=st.data())
    def sign(self, who, data):
        number = data.draw(st.integers(1, len(self.signers)), label="number")
        snapshot = Snapshot.objects.get(case=self.case, number=number)
        is_newest = number == len(self.signers)
        may = who in self.signers[number - 1] or (is_newest and self.is_current)
        try:
            sign(snapshot=snapshot, meaning="read", by=self.people[who])
        except CannotSign:
            assert not may
            return
        assert may
        self.signers[number - 1].add(who)

    @precondition(lambda self: any(self.signers))
    @rule(write=st.sampled_from(["update", "delete", "snapshot", "snapshot delete"]))
    def take_back(self, write):
        writes = {
            "update": lambda: Signature.objects.filter(case=self.case).update(meaning="x"),
            "delete": lambda: Signature.objects.filter(case=self.case).delete(),
            "snapshot": lambda: Snapshot.objects.filter(case=self.case).update(reason="x"),
            "snapshot delete": lambda: Snapshot.objects.filter(case=self.case)._raw_delete("default"),
        }
        with pytest.raises(DatabaseError), transaction.atomic():
            writes[write]()

    @invariant()
    def the_case_is_where_the_model_is(self):
        case = self.stored()
        assert state_of(case) == self.expected()
        stored = Snapshot.objects.filter(case=case).order_by("number").prefetch_related("signatures")
        assert [s.amends for s in stored] == self.amends
        names = [{person for person in (0, 1) if self.has_signed(s, person)} for s in stored]
        assert names == self.signers
        states = [present_version(s, standing_of(case), case).state for s in stored]
        assert sum(state.is_standing for state in states) == (self.is_current and bool(states))

    def has_signed(self, snapshot, person):
        return any(s.by_id == str(self.people[person].pk) for s in snapshot.signatures.all())

    def expected(self):
        if not self.signers:
            return "draft"
        if not self.is_current:
            return "out_of_date"
        if not self.signers[-1]:
            return "complete"
        return "amended" if self.amends[-1] else "signed"

    def check_events(self):
        events = Event.objects.filter(case_id=str(self.case.pk))
        assert events.filter(action="complete").count() == len(self.signers)
        assert events.filter(action="sign").count() == sum(map(len, self.signers))


@pytest.mark.promise("P23")
def test_no_walk_leaves_the_allowed_order(db):
    Steps.people = (make_user(), make_user("second", team="Ward"))
    run_state_machine_as_test(
        Steps,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
