"""The tests for other causes and for viruses in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from dressapp.assessments.page import ChoiceOption
from dressapp.assessments.tracker_page import name_cause
from dressapp.cases.choices import CAUSE_TESTS, VIRUSES, Answered, TestResult, VirusReading
from dressapp.cases.models import Case, CauseTest, VirusTest
from dressapp.cases.services import test_id
from dressapp.core.dates import show_day
from scoring.derive.cause_readings import cause_readings
from scoring.derive.causes import GROUPS, PART_OF_DRESS, is_too_old
from scoring.facts import CaseFacts

COUNTED = {test for tests in GROUPS.values() for test in tests}
NOT_COUNTED = "listed, not counted"
TOO_OLD = "older than 14 days before the illness: listed, not counted"
PART_OF_DRESS_WORDS = "reactivation is part of DRESS, never another cause"


@dataclass(frozen=True, slots=True)
class TestRow:
    """One test; `explains` are the taps of a positive one."""

    id: str
    name: str
    result: str
    tone: str
    day: str
    detail: str
    counts: str
    version: str
    explains_url: str
    explains: tuple[ChoiceOption, ...]
    explains_words: str


@dataclass(frozen=True, slots=True)
class VirusRow:
    """One virus test as a line of the table."""

    id: str
    name: str
    specimen: str
    method: str
    result: str
    value: str
    day: str
    reading: str
    counts: str
    version: str
    explains_url: str
    explains: tuple[ChoiceOption, ...]
    explains_words: str
    note: str


@dataclass(frozen=True, slots=True)
class OpenTest:
    """One of the usual tests that is not on record yet; `id` is the row that a tap will make."""

    id: str
    test: str
    name: str
    options: tuple[ChoiceOption, ...]


@dataclass(frozen=True, slots=True)
class CausesView:
    """The tests on record and those that are not; `divided` says how the ways to count differ, if they do."""

    tests: tuple[TestRow, ...]
    viruses: tuple[VirusRow, ...]
    usual_missing: int
    open_tests: tuple[OpenTest, ...]
    add_url: str
    divided: str


TONES = {"negative": "none", "positive": "warn", "pending": "missing", "not_done": "missing"}


def present_causes(
    case: Case, facts: CaseFacts, tests: Sequence[CauseTest], viruses: Sequence[VirusTest], *, is_open: bool
) -> CausesView:
    """Return the tests of a case with what of them counts; unfolded, also those not on record."""
    recorded = {row.test for row in tests}
    missing = [test for test in CAUSE_TESTS if test not in recorded]
    readings = cause_readings(facts)
    return CausesView(
        tests=tuple(
            _test(case, facts, row) for row in sorted(tests, key=lambda row: row.test not in COUNTED)
        ),
        viruses=tuple(_virus(case, facts, row) for row in viruses),
        usual_missing=len(missing),
        open_tests=tuple(_open_test(case, test) for test in missing) if is_open else (),
        add_url=reverse("workspace:score_save_row", args=[case.pk, "test"]),
        divided=readings.words if readings.is_divided else "",
    )


def _open_test(case: Case, test: str) -> OpenTest:
    """Return a test without a result; its row's id is fixed, so that two people cannot make two."""
    options = tuple(ChoiceOption(value, label, False) for value, label in TestResult.choices)
    return OpenTest(str(test_id(case, test)), test, CAUSE_TESTS[test], options)


def _test(case: Case, facts: CaseFacts, row: CauseTest) -> TestRow:
    is_old = is_too_old(facts, row.tested_on)
    is_judged = row.result == TestResult.POSITIVE and not is_old
    return TestRow(
        id=str(row.pk),
        name=name_cause(row.test),
        result=row.get_result_display().lower() or "result not recorded",
        tone=TONES.get(row.result, "missing"),
        day=show_day(row.tested_on, case),
        detail="; ".join(part for part in (row.detail, row.note) if part),
        counts=TOO_OLD if is_old else "" if row.test in COUNTED else NOT_COUNTED,
        version=str(row.version),
        explains_url=_explains_url(case, "test", row) if is_judged else "",
        explains=_explains(row.explains_reaction) if is_judged else (),
        explains_words=_explains_words(row.explains_reaction) if is_judged else "",
    )


def _virus(case: Case, facts: CaseFacts, row: VirusTest) -> VirusRow:
    is_part = row.virus in PART_OF_DRESS and row.reading != VirusReading.PRIMARY
    is_old = is_too_old(facts, row.tested_on)
    positives = (TestResult.POSITIVE, "") if row.virus in PART_OF_DRESS else (TestResult.POSITIVE,)
    is_judged = not is_part and not is_old and row.result in positives
    return VirusRow(
        id=str(row.pk),
        name=VIRUSES.get(row.virus, row.virus),
        specimen=row.specimen,
        method=row.method,
        result=row.get_result_display().lower(),
        value=f"{row.value_raw} {row.unit}".strip(),
        day=show_day(row.tested_on, case),
        reading=row.get_reading_display().lower(),
        counts=TOO_OLD if is_old else PART_OF_DRESS_WORDS if is_part and row.result != "negative" else "",
        version=str(row.version),
        explains_url=_explains_url(case, "virus", row) if is_judged else "",
        explains=_explains(row.explains_reaction) if is_judged else (),
        explains_words=_explains_words(row.explains_reaction) if is_judged else "",
        note=row.note,
    )


def _explains_url(case: Case, kind: str, row: CauseTest | VirusTest) -> str:
    """Return where the judgement of a positive result is stored."""
    return reverse("workspace:score_explains", args=[case.pk, kind, row.pk])


def _explains(chosen: str) -> tuple[ChoiceOption, ...]:
    return tuple(ChoiceOption(value, label, value == chosen) for value, label in Answered.choices)


def _explains_words(answer: str) -> str:
    """Return the clinician's judgement of a positive result."""
    words = {"yes": "explains the reaction", "no": "does not explain the reaction"}
    return words.get(answer, "whether it explains the reaction is unknown" if answer else "not judged yet")
