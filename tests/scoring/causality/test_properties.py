"""What must hold for any case: order changes nothing, knowing more never widens a range, all stay listed."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.causality.culprits import QUESTIONS
from scoring.facts import CaseDates
from tests.scoring.causality.build import allele, association, case, drug, on, rank, substance

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("steady")

NAMES = ("allopurinol", "carbamazepine", "Tegretol", "vancomycin", "Zyloric")
GROUPS = {"Tegretol": "carbamazepine", "Zyloric": "allopurinol"}
KNOWN = (
    substance("allopurinol", tier=3, half_life=("12", "30"), hla=[association("B*58:01")]),
    substance(
        "carbamazepine", tier=3, half_life=("10", "40"), hla=[association("B*15:02", is_for_dress=False)]
    ),
    substance("vancomycin", tier=2),
)
ANSWERS = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(question.answers) for key, question in QUESTIONS.items()}
)
DATES = st.sampled_from(
    [CaseDates(rash_onset=on(0)), CaseDates(fever_onset=on(-4), rash_onset=on(0)), CaseDates()]
)
FINDINGS = st.lists(
    st.builds(allele, st.sampled_from(["B*58:01", "HLA-B*15:02", "B*58"]), st.sampled_from(["yes", "no"])),
    max_size=4,
)


@st.composite
def courses(draw):
    start = draw(st.one_of(st.none(), st.integers(-120, 5)))
    stop = draw(st.one_of(st.none(), st.integers(0, 60)))
    return drug(
        draw(st.sampled_from(NAMES)),
        start=start,
        stop=None if stop is None or start is None else start + stop,
        role=draw(st.sampled_from(["suspect", "concomitant", "treatment", ""])),
        previous_exposure=draw(st.sampled_from(["", "never", "tolerated", "reacted", "unknown"])),
        later_tolerated=draw(st.sampled_from(["", "yes", "no"])),
        conclusion=draw(st.sampled_from(["", "culprit", "tolerated_again"])),
        causality=draw(ANSWERS),
        ref="",
    )


def rows_of(drugs, dates, findings):
    return rank(case(*drugs, dates=dates, findings=findings), *KNOWN, groups=GROUPS)


@given(st.lists(courses(), max_size=6), DATES, FINDINGS, st.randoms(use_true_random=False))
def test_the_order_of_drugs_findings_and_answers_changes_nothing(drugs, dates, findings, dice):
    before = rows_of(drugs, dates, findings)
    shuffled = [replace(each, causality=shuffled_of(each.causality, dice)) for each in drugs]
    dice.shuffle(shuffled)
    other = dice.sample(findings, len(findings))
    assert rows_of(shuffled, dates, other) == before


def shuffled_of(answers, dice):
    keys = list(answers)
    dice.shuffle(keys)
    return {key: answers[key] for key in keys}


@given(st.lists(courses(), max_size=6), DATES)
def test_no_drug_is_left_out_and_ranks_are_those_of_a_competition(drugs, dates):
    rows = rows_of(drugs, dates, [])
    assert {name for row in rows for name in row.recorded} == {each.name for each in drugs}
    assert sum(len(row.refs) for row in rows) == len(drugs)
    ranked = [row for row in rows if row.rank is not None]
    assert [row.rank for row in ranked] == sorted(row.rank for row in ranked)
    for row in ranked:
        alike = [other for other in ranked if other.rank == row.rank]
        assert row.is_tied is (len(alike) > 1)
        assert row.rank == 1 + sum(other.rank < row.rank for other in ranked)
        keys = {tuple(each.standing for each in other.ingredients) for other in alike}
        assert len(keys) == 1


SCALE_QUESTIONS = sorted(key for key in QUESTIONS if "." in key)


@given(st.lists(courses(), min_size=1, max_size=4), DATES, st.data())
def test_a_known_answer_where_none_was_never_widens_a_range_of_any_drug(drugs, dates, data):
    place = data.draw(st.integers(0, len(drugs) - 1))
    question = data.draw(st.sampled_from(SCALE_QUESTIONS))
    bare = [replace(each, causality=without(each.causality, question)) for each in drugs]
    before = rows_of(bare, dates, [])
    open_to = open_words(before, bare[place], question)
    if not open_to:
        return
    word = data.draw(st.sampled_from(open_to))
    told = replace(bare[place], causality={**bare[place].causality, question: word})
    after = rows_of([*bare[:place], told, *bare[place + 1 :]], dates, [])
    ranges = {row.key: [(each.lowest.total, each.highest.total) for each in row.scales] for row in before}
    for row in after:
        for result, (low, high) in zip(row.scales, ranges[row.key], strict=True):
            assert low <= result.lowest.total <= result.highest.total <= high


def without(answers, question):
    return {key: word for key, word in answers.items() if key != question}


def open_words(rows, course, question):
    """Return the answers that a question of a drug leaves open: those whose points lie within its bounds."""
    row = next(row for row in rows if course.name in row.recorded)
    found = next(each for result in row.scales for each in result.questions if each.id == question)
    options = QUESTIONS[question].options
    return [each.word for each in options if found.is_open and found.lowest <= each.points <= found.highest]


@given(st.lists(courses(), max_size=4), DATES)
def test_every_total_lies_in_its_range_and_every_scale_in_its_own(drugs, dates):
    ends = {"sefv": (-8, 11), "naranjo": (-4, 13), "alden": (-12, 10)}
    for row in rows_of(drugs, dates, []):
        for result in row.scales:
            low, high = ends[result.scale]
            assert low <= result.lowest.total <= result.highest.total <= high
            assert result.now is None or result.lowest.total <= result.now.total <= result.highest.total
            assert (result.now is None) is bool(result.missing)
