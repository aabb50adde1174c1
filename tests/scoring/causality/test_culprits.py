"""Which drug: no drug is left out, ties stay ties, ingredients say their words, in the documented order."""

import pytest

from scoring.as_of import as_of
from scoring.causality.culprits import QUESTIONS
from scoring.causality.own import WHO_UMC, WHO_UMC_MEANINGS
from scoring.facts import CaseDates
from scoring.kernel.result import Source
from tests.scoring.causality.build import allele, association, case, drug, ingredient, on, rank, substance

ORDER = ["rechallenge", "latency", "reexposure", "protopathic", "presence", "hla", "notoriety", "alternative"]


def ranks(rows):
    return [(row.name, row.rank, row.is_tied) for row in rows]


def test_a_case_without_drugs_has_no_rows():
    assert rank(case()) == ()


def test_each_row_shows_every_ingredient_in_the_order_that_ranks():
    (row,) = rank(case(drug()))
    assert [each.id for each in row.ingredients] == ORDER
    assert [result.scale for result in row.scales] == ["sefv", "naranjo", "alden"]
    assert (row.rank, row.is_tied, row.place, row.refs) == (1, False, "ranked", ("carbamazepine",))


def test_equal_drugs_tie_in_the_order_of_their_names_and_the_next_rank_counts_both():
    rows = rank(case(drug("Zonisamide"), drug("allopurinol"), drug("late", start=-70)))
    assert ranks(rows) == [("allopurinol", 1, True), ("Zonisamide", 1, True), ("late", 3, False)]


@pytest.mark.parametrize(
    ("days", "direction", "standing"),
    [(20, "for", 0), (10, "neutral", 1), (70, "neutral", 1), (3, "against", 2), (120, "against", 2),
     (0, "against", 3), (-2, "against", 3), (None, "not_known", 1)],
)  # fmt: skip
def test_the_interval_has_the_standing_of_its_verdict(days, direction, standing):
    found = ingredient(rank(case(drug(start=None if days is None else -days)))[0], "latency")
    assert (found.direction, found.standing, found.certainty) == (direction, standing, "DESIGN")
    assert found.source is (Source.UNKNOWN if days is None else Source.DATA)


def test_an_interval_carries_its_reason_its_edge_and_its_end():
    dates = CaseDates(fever_onset=on(-8), rash_onset=on(0))
    found = ingredient(rank(case(drug(start=-14, stop=-1), dates=dates))[0], "latency")
    assert found.words == "14 d, usual interval"
    assert [note[:12] for note in found.notes] == [
        "14 d from th",
        "at the edge ",
        "6 d to the f",
        "stopped 1 Ma",
    ]


def pair(left, right, *known, findings=()):
    """Return the names of two drugs as they are ranked, first by name where they tie."""
    rows = rank(case(left, right, findings=findings), *known)
    return [row.name for row in rows], rows[1].is_tied


# In each, `b` stands before `a` by the ingredient named, though the next ones speak for `a`.
BETTER = {
    "rechallenge": ({"causality": {"rechallenge": "reappeared"}, "start": -3}, {"start": -20}),
    "latency": ({"start": -20}, {"start": -70, "previous_exposure": "reacted"}),
    "reexposure": (
        {"previous_exposure": "reacted", "causality": {"protopathic": "yes"}},
        {"causality": {"protopathic": "no"}},
    ),
    "protopathic": ({"stop": -10}, {"causality": {"protopathic": "yes"}, "stop_precision": "ongoing"}),
}


@pytest.mark.parametrize("name", BETTER)
def test_the_first_ingredient_that_differs_decides(name):
    better, worse = BETTER[name]
    assert pair(drug("a", **worse), drug("b", **better)) == (["b", "a"], False)


def test_what_left_the_body_lowers_a_drug_before_its_alleles_and_its_fame_count():
    gone = substance("a", half_life=("1", "2"), tier=3, hla=[association("B*1")])
    here = substance("b", half_life=("1", "2"), tier=0)
    drugs = drug("a", start=-30, stop=-10), drug("b", start=-30, stop_precision="ongoing")
    assert pair(*drugs, gone, here, findings=[allele("B*1")]) == (["b", "a"], False)


def test_being_in_the_body_raises_no_drug_above_one_of_which_that_is_not_known():
    rows = rank(case(drug("a"), drug("b", stop_precision="ongoing"), drug("c", stop=-4)))
    assert ranks(rows) == [("a", 1, True), ("b", 1, True), ("c", 1, True)]


def test_a_carried_allele_counts_before_fame():
    famous, carried = substance("a", tier=3), substance("b", tier=0, hla=[association("B*1")])
    assert pair(drug("a"), drug("b"), famous, carried, findings=[allele("B*1")]) == (["b", "a"], False)


@pytest.mark.parametrize(
    ("tier", "direction", "standing"),
    [(3, "for", 0), (2, "for", 1), (1, "neutral", 2), (0, "neutral", 2), (None, "not_known", 2)],
)
def test_few_reports_none_and_no_entry_in_the_catalogue_stand_alike(tier, direction, standing):
    found = ingredient(rank(case(drug()), substance(tier=tier))[0], "notoriety")
    assert (found.direction, found.standing) == (direction, standing)


def test_notoriety_says_evidence_source_and_month():
    found = ingredient(rank(case(drug()), substance(tier=2, certainty="GK"))[0], "notoriety")
    assert (found.words, found.notes) == ("Tier 2 of 3: a large series", ("Someone 2020, as of 2026-11",))
    assert found.certainty == "GK"


def test_what_is_not_known_stands_with_what_is_neutral():
    rows = rank(case(drug("a", previous_exposure="never"), drug("b", previous_exposure="unknown"), drug("c")))
    assert ranks(rows) == [("a", 1, True), ("b", 1, True), ("c", 1, True)]


@pytest.mark.parametrize(
    ("previous", "words", "direction"),
    [("reacted", "Reacted when taken before", "for"), ("tolerated", "Taken before and tolerated", "neutral"),
     ("never", "Never taken before", "neutral"), ("unknown", "Earlier exposure not known", "not_known"),
     ("", "Earlier exposure not known", "not_known")],
)  # fmt: skip
def test_an_earlier_exposure_that_was_borne_speaks_for_nothing(previous, words, direction):
    found = ingredient(rank(case(drug(previous_exposure=previous)))[0], "reexposure")
    assert (found.words, found.direction) == (words, direction)


@pytest.mark.parametrize(
    ("course", "words", "direction", "source"),
    [
        ({"causality": {"rechallenge": "reappeared"}}, "The reaction came back", "for", "clinician"),
        ({"causality": {"rechallenge": "tolerated"}}, "Taken again and tolerated", "against", "clinician"),
        ({"causality": {"rechallenge": "not_done"}}, "Not taken again", "neutral", "clinician"),
        (
            {"causality": {"rechallenge": "unknown"}, "later_tolerated": "yes"},
            "The clinician",
            "not_known",
            "clinician",
        ),
        ({"later_tolerated": "yes"}, "Tolerated later", "against", "data"),
        ({"later_tolerated": "no"}, "Not on record", "not_known", "unknown"),
        ({"conclusion": "tolerated_again"}, "Tolerated later", "against", "data"),
        ({}, "Not on record", "not_known", "unknown"),
    ],
)
def test_what_happened_when_it_was_taken_again(course, words, direction, source):
    found = ingredient(rank(case(drug(**course)))[0], "rechallenge")
    assert found.words.startswith(words)
    assert (found.direction, found.source.value) == (direction, source)


SYMPTOMS = CaseDates(first_symptom=on(-5), rash_onset=on(0))
HINT = ("Started after the first sign of the reaction and by its index day",)


@pytest.mark.parametrize(
    ("start", "dates", "notes"),
    [(-5, SYMPTOMS, HINT), (0, SYMPTOMS, HINT), (-6, SYMPTOMS, ()), (1, SYMPTOMS, ()), (None, SYMPTOMS, ()),
     (-3, None, ()), (-3, CaseDates(), ())],
)  # fmt: skip
def test_a_start_between_first_sign_and_rash_is_a_hint_and_no_answer(start, dates, notes):
    found = ingredient(rank(case(drug(start=start), dates=dates))[0], "protopathic")
    assert (found.notes, found.words, found.standing) == (notes, "Not known", 1)


@pytest.mark.parametrize(
    ("word", "words", "direction", "standing"),
    [("yes", "Yes, the clinician answered", "against", 2), ("no", "No, the clinician answered", "neutral", 1),
     ("unknown", "Not known", "not_known", 1)],
)  # fmt: skip
def test_only_the_clinician_says_that_it_was_for_early_symptoms(word, words, direction, standing):
    found = ingredient(rank(case(drug(causality={"protopathic": word})))[0], "protopathic")
    assert (found.words, found.direction, found.standing) == (words, direction, standing)
    assert found.source is Source.CLINICIAN


def test_a_drug_begun_at_or_after_the_onset_stands_last_and_stays_listed():
    famous = substance("after", tier=3)
    again = {"causality": {"rechallenge": "reappeared"}}
    rows = rank(case(drug("after", start=1, **again), drug("same", start=0), drug("old", start=-400)), famous)
    assert [(row.name, row.place, row.rank) for row in rows] == [
        ("old", "ranked", 1),
        ("after", "after_onset", 2),
        ("same", "after_onset", 3),
    ]


def test_what_was_given_for_the_reaction_is_listed_without_a_rank_and_ranks_nobody():
    given = drug("prednisolone", start=1, role="treatment")
    unknown = drug("clobetasol", start=None, role="treatment")
    rows = rank(case(given, unknown, drug(start=3)))
    assert ranks(rows) == [
        ("carbamazepine", 1, False),
        ("clobetasol", None, False),
        ("prednisolone", None, False),
    ]
    assert {row.place for row in rows[1:]} == {"listed"}
    assert ingredient(rows[1], "alternative").words == "Not compared: given for the reaction"
    assert ingredient(rows[0], "alternative").words == "None stands as well or better"


def test_a_drug_recorded_as_given_for_the_reaction_but_begun_before_is_ranked():
    (row,) = rank(case(drug("paracetamol", start=-2, role="treatment")))
    assert (row.place, row.rank, row.roles) == ("ranked", 1, ("treatment",))


def test_other_drugs_that_stand_as_well_or_better_are_named():
    rows = rank(case(drug("a"), drug("b"), drug("c", start=-70)))
    words = [ingredient(row, "alternative").words for row in rows]
    assert words == ["1 as well or better: b", "1 as well or better: a", "2 as well or better: a, b"]


GROUPS = {"Tegretol": "carbamazepine", "carbamazepine": "carbamazepine"}


def test_courses_of_one_substance_are_one_row_with_the_interval_that_speaks_most_for_it():
    first = drug("Tegretol", start=-120, ref="1")
    second = drug("carbamazepine", start=-18, ref="2", conclusion="culprit", conclusion_by="Dr A")
    (row,) = rank(case(first, second), substance(tier=3), groups=GROUPS)
    assert (row.name, row.recorded, row.refs) == ("carbamazepine", ("Tegretol", "carbamazepine"), ("2", "1"))
    found = ingredient(row, "latency")
    assert found.words == "18 d, usual interval"
    assert found.notes[-1] == "another course: 120 d, much longer than usual"
    assert row.conclusions == (("culprit", "Dr A"),)


def test_names_without_a_group_are_told_apart_by_their_words_alone():
    rows = rank(case(drug(" Vancomycin", ref="1"), drug("vancomycin ", ref="2"), drug("other")))
    assert len(rows) == 2


def test_answers_for_two_courses_that_agree_count_once_and_unknown_gives_way():
    one = drug(ref="1", causality={"naranjo.3": "yes", "protopathic": "unknown"})
    two = drug(ref="2", causality={"naranjo.3": "yes", "protopathic": "yes"})
    (row,) = rank(case(one, two))
    assert row.scales[1].questions[2].answer == "yes"
    assert ingredient(row, "protopathic").direction == "against"


def test_answers_for_two_courses_that_differ_count_for_nothing_and_are_shown():
    one = drug(
        ref="1", causality={"naranjo.3": "yes", "protopathic": "no", "rechallenge": "tolerated", "x": "1"}
    )
    two = drug(
        ref="2", causality={"naranjo.3": "no", "protopathic": "yes", "rechallenge": "not_done", "x": "2"}
    )
    (row,) = rank(case(one, two))
    question = row.scales[1].questions[2]
    assert (question.points, question.lowest, question.highest, question.source) == (
        0,
        0,
        1,
        Source.CLINICIAN,
    )
    assert question.why == "Answered differently for its courses (No, Yes): none counts"
    assert [ingredient(row, name).standing for name in ("protopathic", "rechallenge")] == [1, 1]
    assert "answered differently" in ingredient(row, "protopathic").words.lower()
    assert row.conflicts == (
        "3 Better on stopping: answered No and Yes for different courses",
        "Started for early symptoms: answered No and Yes for different courses",
        "Taken again: answered Not taken again and Taken again and tolerated for different courses",
    )


@pytest.mark.parametrize(
    ("courses", "conflict"),
    [
        (
            [{"previous_exposure": "never"}, {"previous_exposure": "reacted"}],
            "never and reacted are recorded",
        ),
        ([{"later_tolerated": "yes"}, {"later_tolerated": "no"}], "yes and no are recorded"),
        (
            [{"later_tolerated": "yes", "causality": {"rechallenge": "reappeared"}}],
            "came back, recorded as tolerated",
        ),
        (
            [{"conclusion": "tolerated_again", "causality": {"rechallenge": "not_done"}}],
            "answered that it was not, recorded as tolerated later",
        ),
        (
            [{"later_tolerated": "no", "causality": {"rechallenge": "tolerated"}}],
            "answered that it was tolerated, recorded as not tolerated later",
        ),
        ([{"causality": {"protopathic": "yes"}}], "answered yes, recorded as begun before the first sign"),
        ([{"causality": {"naranjo.2": "no"}}], "the clinician answered No, the record says Yes"),
    ],
)
def test_what_contradicts_itself_is_shown(courses, conflict):
    (row,) = rank(case(*(drug(ref=str(number), **course) for number, course in enumerate(courses))))
    assert len(row.conflicts) == 1
    assert conflict in row.conflicts[0]


def test_the_clinicians_conclusions_and_category_stand_beside_and_rank_nothing():
    judged = drug("b", conclusion="culprit", conclusion_by="Dr A", causality={"who_umc": "certain"})
    rows = rank(case(drug("a"), judged))
    assert [(row.name, row.rank, row.who_umc) for row in rows] == [("a", 1, ""), ("b", 1, "certain")]
    assert rows[1].conclusions == (("culprit", "Dr A"),)


def test_who_umc_is_never_derived_and_explains_each_category():
    assert set(WHO_UMC_MEANINGS) == set(WHO_UMC.answers)
    assert "unknown" not in WHO_UMC.answers


def test_every_question_is_known_by_an_id_of_its_own():
    assert len(QUESTIONS) == 3 + 7 + 10 + 5
    assert all(question.id == key for key, question in QUESTIONS.items())
    assert QUESTIONS["naranjo.2"].words("yes") == "Yes"


def test_a_judgement_has_no_day_and_is_left_out_of_a_day_of_the_illness():
    judged = drug(causality={"protopathic": "yes"})
    assert as_of(case(judged), on(3)).drugs[0].causality == {}
