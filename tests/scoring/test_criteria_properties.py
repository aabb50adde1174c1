"""What holds for any case: the order of the record, a fact more, and an answer where one was missing."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.facts import Answer, CaseDates, CaseFacts, DrugCourse, Finding, LabPoint, Measure, VirusTest
from scoring.findings import FINDINGS
from scoring.inclusion import ruleset as inclusion
from scoring.jscar import ruleset as jscar
from scoring.kernel.criterion import VERDICTS
from scoring.kernel.tri import Tri, all_of
from scoring.panel import assess, criteria, severity
from tests.scoring.jscar.cases import ZERO
from tests.scoring.regiscar import oracle as score_oracle
from tests.scoring.severity import oracle
from tests.scoring.severity.cases import BLANK, STATES, early, facts_of

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=200)
settings.load_profile("steady")

TRI_FINDINGS = [name for name, kind in FINDINGS.items() if kind.kind == "tri"]
NUMBERS = {
    "body_surface": "%",
    "erosions_surface": "%",
    "fever_days": "d",
    "low_intake_days": "d",
    "node": "cm",
}
TESTS = {
    "temperature": ("Cel", 35, 41), "wbc": ("10*9/L", 15, 30), "eosinophils_abs": ("/uL", 0, 3000),
    "atypical_lymphocytes_pct": ("%", 0, 12), "alt": ("U/L", 10, 200), "ast": ("U/L", 10, 200),
    "platelets": ("10*3/uL", 50, 500), "lymphocytes_abs": ("/uL", 500, 6000), "creatinine": ("mg/dL", 0, 4),
    "crp": ("mg/dL", 0, 20),
}  # fmt: skip
WORDS = {
    name: sorted(words)
    for name, words in score_oracle.POINTS.items()
    if name not in ("organs", "resolution_15_days", "other_causes_excluded")
}
IDS = ("hospital", "drug", "rash", "fever", "nodes", "organ", "blood")
ORGANS = ("liver", "kidney", "lung", "muscle_heart", "pancreas", "other")
DAYS = st.integers(0, 40)
TESTED = st.lists(st.tuples(st.sampled_from(sorted(TESTS)), DAYS), unique=True, max_size=12)


def on(number):
    return ZERO + timedelta(days=number)


@st.composite
def findings(draw):
    """Draw one row of each of some findings: what is there twice may contradict itself."""
    names = draw(st.lists(st.sampled_from(TRI_FINDINGS), unique=True, max_size=12))
    rows = [
        Finding(name, draw(st.sampled_from(["yes", "no", "unknown"])), on=on(draw(DAYS))) for name in names
    ]
    for name in draw(st.lists(st.sampled_from(sorted(NUMBERS)), unique=True)):
        value = Decimal(draw(st.integers(0, 100)))
        rows.append(Finding(name, str(value), Measure(value), NUMBERS[name], on(draw(DAYS)), "cervical"))
    return tuple(rows)


@st.composite
def results(draw):
    """Draw results, each in a sample of its own, with limits of the laboratory's own."""
    rows = []
    for name, number in draw(TESTED):
        unit, low, high = TESTS[name]
        value = Measure(Decimal(draw(st.integers(low, high))))
        limits = (None, None) if name == "temperature" else (Decimal(40), Decimal(10))
        rows.append(LabPoint(name, on(number), f"{on(number)}T{len(rows):02}:00", value, unit, *limits))
    return tuple(rows)


VIRUSES = st.lists(
    st.tuples(
        st.sampled_from([("negative", "unknown"), ("positive", "reactivation"), ("pending", "unknown")]), DAYS
    ),
    max_size=3,
).map(lambda rows: tuple(VirusTest("hhv6", *words, on=on(number)) for words, number in rows))
ANSWERS = st.fixed_dictionaries({}, optional={name: st.sampled_from(words) for name, words in WORDS.items()})
ORGAN_ANSWERS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(ORGANS, st.sampled_from(["yes", "no", "unknown"]))
)


def course(name, before, stop):
    """Return a suspected drug begun before the onset, stopped on a day or still taken."""
    is_stopped = stop is not None and stop >= -before
    return DrugCourse(
        name,
        role="suspect",
        start=on(-before),
        start_precision="day",
        stop=on(stop) if is_stopped else None,
        stop_precision="day" if is_stopped else "ongoing",
    )


DRUGS = st.lists(
    st.builds(course, st.sampled_from("abc"), st.integers(1, 60), st.one_of(st.none(), st.integers(-5, 20))),
    max_size=3,
).map(tuple)
COURSES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("rash_onset", "admission", "still_ill_on", "resolution", "closed_on"), DAYS),
)


@st.composite
def cases(draw):
    dates = {name: on(number) for name, number in draw(COURSES).items()}
    words = draw(ANSWERS), draw(ORGAN_ANSWERS)
    answers, organs = ({name: Answer(word) for name, word in each.items()} for each in words)
    return CaseFacts(
        dates=CaseDates(**{"index": ZERO, "first_symptom": ZERO} | dates),
        recorded_age=draw(st.one_of(st.none(), st.integers(18, 90))),
        drugs=draw(DRUGS),
        labs=draw(results()),
        findings=draw(findings()),
        virus_tests=draw(VIRUSES),
        answers=answers,
        organs=organs,
    )


def said(facts):
    """Return all that the criteria and the severity say, but for the score."""
    found = criteria(assess(facts))
    return found.jscar, found.bocquet, found.inclusion, severity(assess(facts))


LISTS = ("drugs", "labs", "findings", "virus_tests")


@given(
    cases().flatmap(
        lambda case: st.tuples(st.just(case), *(st.permutations(getattr(case, n)) for n in LISTS))
    )
)
def test_the_order_of_the_record_changes_nothing(drawn):
    case, *orders = drawn
    shuffled = replace(case, **{name: tuple(order) for name, order in zip(LISTS, orders, strict=True)})
    assert said(shuffled) == said(case)


def states(facts):
    """Return what is known of each fact that the sets ask for: of the parts of a criterion that has some."""
    found = criteria(assess(facts))
    known = {}
    for result in (found.jscar, found.bocquet, found.inclusion):
        for criterion in result.criteria:
            for fact in criterion.parts or (criterion,):
                known[result.ruleset, criterion.id, fact.title] = fact.state
    return known


@st.composite
def thinned(draw):
    """Draw a case and the same case with some of its facts left out: drugs and days stay.

    A case that says *no rash at all* contradicts each sign of one, so that none says it here.
    """
    full = draw(cases())
    full = replace(full, findings=tuple(row for row in full.findings if row.finding != "no_rash"))

    def some(rows):
        kept = draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
        return [row for row, is_kept in zip(rows, kept, strict=True) if is_kept]

    less = {name: tuple(some(getattr(full, name))) for name in ("labs", "findings", "virus_tests")}
    less |= {name: dict(some(getattr(full, name).items())) for name in ("answers", "organs")}
    return replace(full, **less), full


@pytest.mark.hazard("H04")
@settings(max_examples=600)
@given(thinned())
def test_what_is_once_known_does_not_become_undetermined_by_a_fact_more(pair):
    before, after = (states(facts) for facts in pair)
    for name, state in before.items():
        assert state is Tri.UNKNOWN or after[name] is not Tri.UNKNOWN, name


SETS = {
    "jscar": (7, jscar.verdict),
    "bocquet": (3, lambda known: VERDICTS[all_of(known)]),
    **{
        source: (
            7,
            lambda known, needed=needed: VERDICTS[
                inclusion.enough(dict(zip(IDS, known, strict=True)), *needed)
            ],
        )
        for source, needed in inclusion.SOURCES.items()
    },
}


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("name", SETS)
def test_a_verdict_once_determined_does_not_become_undetermined_by_an_answer_more(name):
    count, verdict = SETS[name]
    for known in product(Tri, repeat=count):
        if verdict(known) == "undetermined":
            continue
        for place in (place for place, state in enumerate(known) if state is Tri.UNKNOWN):
            for answer in (Tri.YES, Tri.NO):
                assert verdict((*known[:place], answer, *known[place + 1 :])) == verdict(known)


STATE = st.fixed_dictionaries({name: st.sampled_from(states) for name, states in STATES.items()})


@pytest.mark.hazard("H04")
@given(STATE, st.sampled_from(oracle.LINES).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(STATES[name]))
))  # fmt: skip
def test_an_answer_where_one_was_missing_never_widens_the_range_of_dds(states, answer):
    name, state = answer
    before = early(facts_of(states | {name: BLANK[name]})).total
    after = early(facts_of(states | {name: state})).total
    assert before.low <= after.low <= after.high <= before.high
