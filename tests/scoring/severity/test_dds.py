"""DDS on its days: the first visit and what stands in for it, what counts up, units, what is not scored."""

from dataclasses import replace

import pytest

from scoring.derive.labs import read_labs
from scoring.facts import Answer, CaseDates, CaseFacts, DrugCourse
from scoring.kernel.tri import Tri
from scoring.panel import assess, severity
from scoring.severity import dds
from scoring.severity.inputs import AGE_ABOVE, CREATININE_HIGH_FROM, CREATININE_POINT
from tests.scoring.severity import cases
from tests.scoring.severity.cases import DATES, VISIT, early, late, line, number, on, result, taken, word


def facts(**keys):
    return CaseFacts(**{"dates": DATES, "recorded_age": 50} | keys)


def span(score, name):
    found = line(score, name).span
    return found.low, found.high


def of_case(facts):
    return dds.assess(facts, read_labs(facts))


@pytest.mark.parametrize(
    ("dates", "first", "words"),
    [
        ({"rash_onset": on(0), "admission": on(2)}, on(2), "First visit: admission on 4 Mar 2020"),
        ({"rash_onset": on(0), "admission": on(0)}, on(0), "First visit: admission on 2 Mar 2020"),
        ({"admission": on(2)}, on(2), "First visit: admission on 4 Mar 2020"),
        (
            {"rash_onset": on(0)},
            on(0),
            "The onset, 2 Mar 2020, stands in for the first visit: no day of admission is on record",
        ),
        (
            {"rash_onset": on(0), "admission": on(-9)},
            on(0),
            "The onset, 2 Mar 2020, stands in for the first visit: the illness began after the admission",
        ),
        ({"first_symptom": on(-3), "rash_onset": on(0), "admission": on(-1)}, on(-1),
         "First visit: admission on 1 Mar 2020"),
        ({}, None, ""),
    ],
)  # fmt: skip
def test_the_first_visit_is_the_admission_or_what_stands_in_for_it(dates, first, words):
    case = facts(dates=CaseDates(**dates))
    assert dds.first_visit(case) == (first, words)
    assert of_case(case).visit == words


@pytest.mark.parametrize(
    "case",
    [{"dates": CaseDates()}, {"dates": CaseDates(admission=on(2)), "basis": "relative"}],
    ids=["no day", "days without day 0"],
)
def test_without_any_day_nothing_is_scored_and_the_reason_is_given(case):
    found = of_case(facts(**case))
    assert (found.scores, found.note) == ((), dds.NO_VISIT)


@pytest.mark.parametrize(("years", "is_scored"), [(0, False), (17, False), (18, True), (90, True)])
def test_children_are_not_scored(years, is_scored):
    found = of_case(facts(recorded_age=years))
    assert bool(found.scores) is is_scored
    assert ("adults" in found.note) is not is_scored


def test_an_unknown_age_is_said_beside_the_range():
    found = of_case(facts(recorded_age=None))
    assert (found.note, len(found.scores)) == (dds.AGE_UNKNOWN, 2)


def test_the_age_is_that_of_the_index_day():
    born = cases.ZERO.replace(year=1979)
    assert span(early(facts(birth_on=born, recorded_age=20)), "age") == (0, 0)
    assert span(early(facts(birth_on=born.replace(day=3))), "age") == (-1, -1)
    relative = facts(birth_on=born.replace(year=1999), basis="relative")
    assert (relative.age_years, line(early(relative), "age").why) == (50, "50 years")


def test_the_marks_of_the_source_are_kept():
    assert (AGE_ABOVE.certainty, CREATININE_POINT.certainty, CREATININE_HIGH_FROM.certainty) == (
        "GK",
        "GK",
        "DESIGN",
    )
    marks = {value: line(early(facts(labs=result("creatinine", value, "mg/dL"))), "creatinine").certainty
             for value in (0.9, 1, 2, 2.05, 2.1)}  # fmt: skip
    assert marks == {0.9: "", 1: "GK", 2: "GK", 2.05: "DESIGN", 2.1: ""}
    assert [line(early(facts(recorded_age=age)), "age").certainty for age in (40, 41)] == ["GK", ""]
    assert line(early(facts(labs=result("alt", 500, "U/L"))), "alt").certainty == ""


@pytest.mark.hazard("H01")
@pytest.mark.parametrize(
    ("analyte", "value", "unit", "points"),
    [
        ("crp", 20, "mg/L", -1), ("crp", 20.1, "mg/L", 0), ("crp", 99.9, "mg/L", 0), ("crp", 100, "mg/L", 1),
        ("crp", 150, "mg/L", 2), ("crp", 15, "mg/L", -1), ("creatinine", 88.3, "umol/L", 0),
        ("creatinine", 88.4, "umol/L", 1), ("creatinine", 185.6, "umol/L", 1),
        ("creatinine", 185.64, "umol/L", 3), ("alt", 16.7, "ukat/L", 2), ("alt", 6.67, "ukat/L", 1),
    ],
)  # fmt: skip
def test_units_are_converted_before_they_are_compared(analyte, value, unit, points):
    found = line(early(facts(labs=result(analyte, value, unit))), analyte).span
    assert (found.low, found.high if analyte != "creatinine" else max(points, found.low)) == (points, points)


@pytest.mark.parametrize(("day", "is_early", "is_late"), [
    (VISIT - 1, False, False), (VISIT, True, False), (VISIT + 3, True, False), (VISIT + 4, False, False),
    (VISIT + 13, False, False), (VISIT + 14, False, True), (VISIT + 28, False, True),
    (VISIT + 29, False, False),
])  # fmt: skip
def test_a_result_counts_in_the_days_it_belongs_to(day, is_early, is_late):
    case = facts(labs=(*result("alt", 500, "U/L", day), *result("crp", 5, "mg/dL", VISIT + 20)))
    assert (span(early(case), "alt") == (1, 1)) is is_early
    assert (span(late(case), "alt") == (1, 1)) is is_late


def test_of_several_results_the_highest_counts_and_a_contradictory_one_is_named():
    case = facts(labs=(*result("alt", 500, "U/L"), *result("alt", 1200, "U/L", VISIT + 1)))
    assert (span(early(case), "alt"), line(early(case), "alt").why) == ((2, 2), "1,200 U/L on 23 Mar 2020")
    twice = facts(labs=(*result("alt", 500, "U/L"), *result("alt", 20, "U/L")))
    assert "neither is used" in line(early(twice), "alt").why
    assert span(early(twice), "alt") == (0, 2)


@pytest.mark.hazard("H04")
def test_a_bound_leaves_open_what_it_does_not_decide():
    def alt(text):
        point = result("alt", 500, "U/L")[0]
        value = replace(point.value, value=type(point.value.value)(text[1:]), comparator=text[0])
        return span(early(facts(labs=(replace(point, value=value),))), "alt")

    assert [alt(text) for text in ("<400", "<500", ">500", ">1000")] == [(0, 0), (0, 1), (1, 2), (2, 2)]


@pytest.mark.hazard("H04", "H22")
@pytest.mark.parametrize(
    ("course", "points"),
    [
        ({"stop": on(6), "stop_precision": "day"}, (0, 0)),
        ({"stop": on(7), "stop_precision": "day"}, (1, 1)),
        ({"stop": on(-3), "stop_precision": "day"}, (0, 0)),
        ({"stop": on(0), "stop_precision": "month"}, (0, 1)),
        ({"stop": on(3), "stop_precision": "on_or_before"}, (0, 0)),
        ({"stop_precision": "ongoing"}, (0, 1)),
        ({"stop_precision": "ongoing", "still_taken_on": on(8)}, (1, 1)),
        ({"stop_precision": "unknown"}, (0, 1)),
    ],
)
def test_days_taken_after_the_onset(course, points):
    drug = DrugCourse("a", role="suspect", start=on(-20), start_precision="day", **course)
    assert span(early(facts(drugs=(drug,))), "days_taken") == points


def course(name, start, stop):
    """Return a suspect by its days; a start that is None is not recorded."""
    begun = {} if start is None else {"start": on(start), "start_precision": "day"}
    return DrugCourse(name, role="suspect", stop=on(stop), stop_precision="day", **begun)


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(
    ("courses", "words"),
    [
        ([("a", -20, 0), ("a", 9, 11)], "a: 3 d"),  # taken again for three days
        ([("a", 0, 3)], "a: 3 d"),
        ([("a", 1, 3)], "a: 3 d"),
        ([("a", None, 9)], "a: 0 to 9 d"),  # it may have begun on the last day
        ([("a", -9, 4), ("a", 10, 12)], "a: 4 to 7 d"),  # courses of one drug may overlap
        ([("a", -9, 4), ("b", 10, 12)], "a, b: 4 d"),
        ([("a", 30, 40)], "a: 0 d"),
    ],
)
def test_days_taken_after_the_onset_are_those_of_the_course_itself(courses, words):
    case = facts(drugs=tuple(course(*each) for each in courses))
    assert line(early(case), "days_taken").why == f"{words} up to 25 Mar 2020"


def test_days_taken_are_counted_up_to_the_last_day_scored_and_the_longest_drug_counts():
    soon = CaseDates(rash_onset=on(0), admission=on(1))
    ongoing = facts(dates=soon, drugs=(DrugCourse("a", role="suspect", stop_precision="ongoing"),))
    assert span(early(ongoing), "days_taken") == (0, 0)
    two = facts(drugs=(*taken(2), course("b", -20, 9)))
    assert line(early(two), "days_taken").why == "a, b: 9 d up to 25 Mar 2020"
    assert line(early(facts()), "days_taken").why == "No suspected drug on record"
    nowhere = facts(dates=CaseDates(admission=on(2)), drugs=taken(2))
    assert line(early(nowhere), "days_taken").why == "No onset on record"


@pytest.mark.hazard("H04", "H22")
@pytest.mark.parametrize(
    ("drugs", "answer", "points"),
    [
        ((), None, (0, 2)),
        (taken(3), None, (0, 2)),
        ((DrugCourse("Allopurinol 300", start=on(-9), start_precision="day"),), None, (2, 2)),
        ((DrugCourse("Zyloric", atc="m04aa01"),), None, (2, 2)),
        ((DrugCourse("allopurinol", start=on(3), start_precision="day"),), None, (0, 2)),
        ((DrugCourse("allopurinol"),), "no", (0, 0)),
        ((), "yes", (2, 2)),
        ((), "no", (0, 0)),
    ],
)
def test_allopurinol_is_never_absent_because_no_list_names_it(drugs, answer, points):
    case = facts(drugs=drugs, findings=word("allopurinol_taken", answer, None))
    assert span(early(case), "allopurinol") == points


def test_allopurinol_without_an_onset_may_have_been_taken_before():
    drug = DrugCourse("allopurinol", start=on(3), start_precision="day")
    case = facts(dates=CaseDates(admission=on(2)), drugs=(drug,))
    assert span(early(case), "allopurinol") == (2, 2)


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("answer", "day", "in_early", "in_late"),
    [
        ("yes", VISIT, (2, 2), (2, 2)),
        ("yes", VISIT + 3, (2, 2), (2, 2)),
        ("yes", VISIT + 9, (0, 0), (2, 2)),
        ("yes", None, (0, 2), (0, 2)),
        ("no", None, (0, 0), (0, 0)),
        ("no", VISIT, (0, 0), (0, 2)),
        ("no", VISIT + 20, (0, 0), (0, 0)),
        ("unknown", VISIT, (0, 2), (0, 2)),
    ],
)
def test_a_steroid_pulse_counts_from_its_day(answer, day, in_early, in_late):
    case = facts(findings=word("steroid_pulse", answer, day))
    assert (span(early(case), "steroid_pulse"), span(late(case), "steroid_pulse")) == (in_early, in_late)


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("findings", "answers", "points"),
    [
        ((), {}, (0, 2)),
        (number("body_surface", 69, "%"), {}, (0, 0)),
        (number("body_surface", 80, "%"), {}, (1, 2)),
        ((*number("body_surface", 80, "%"), *word("erythroderma", "no", None)), {}, (1, 1)),
        ((*number("body_surface", 80, "%"), *word("erythroderma", "no")), {}, (1, 1)),
        ((*number("body_surface", 80, "%"), *word("erythroderma", "no", VISIT - 5)), {}, (1, 2)),
        ((*number("body_surface", 80, "%"), *word("erythroderma", "yes", None)), {}, (1, 2)),
        (word("erythroderma", "yes"), {}, (2, 2)),
        (number("body_surface", 80, "%", None), {}, (0, 2)),
        (number("body_surface", 80, "%", VISIT + 9), {}, (0, 2)),
        ((), {"rash_extent_over_50": "no"}, (0, 0)),
        ((), {"rash_extent_over_50": "yes"}, (0, 2)),
        ((*number("body_surface", 20, "%"), *number("body_surface", 75, "%")), {}, (1, 2)),
    ],
)
def test_erythema_on_its_day(findings, answers, points):
    case = facts(findings=findings, answers={name: Answer(value) for name, value in answers.items()})
    assert span(early(case), "erythema") == points


def test_what_is_recorded_without_its_day_is_named():
    case = facts(findings=(*number("body_surface", 80, "%", None), *number("low_intake_days", 6, "d", None)))
    assert line(early(case), "erythema").why.startswith("Body surface covered on record without its day")
    assert line(early(case), "low_intake").why == "On record without its day"
    assert line(early(facts(findings=word("steroid_pulse", "yes", None))), "steroid_pulse").why == (
        "Recorded yes: on record without its day"
    )
    assert line(early(facts(findings=number("body_surface", 80, "%"))), "erythema").why == (
        "80 % on 22 Mar 2020; erythroderma: not on record"
    )


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("findings", "points"),
    [
        ((), (0, 2)),
        (word("blisters_or_erosions", "no"), (0, 0)),
        (word("blisters_or_erosions", "no", None), (0, 0)),
        (word("blisters_or_erosions", "yes"), (0, 2)),
        (word("blisters_or_erosions", "no", VISIT + 9), (0, 2)),
        ((*number("erosions_surface", 12, "%"), *word("blisters_or_erosions", "no")), (1, 1)),
    ],
)
def test_without_blisters_and_erosions_there_are_none(findings, points):
    assert span(early(facts(findings=findings)), "erosions") == points


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("days", "in_early", "in_late"),
    [
        ([(3, VISIT + 1)], (1, 1), (1, 2)),
        ([(7, VISIT - 2)], (2, 2), (2, 2)),
        ([(1, VISIT - 2)], (0, 2), (0, 2)),
        ([(1, VISIT + 16)], (0, 0), (0, 0)),
        ([(5, VISIT + 10)], (0, 1), (1, 2)),
        ([(1, VISIT), (4, VISIT + 3)], (1, 1), (1, 2)),
        ([(9, None)], (0, 2), (0, 2)),
    ],
)
def test_days_with_fever_are_known_at_least_from_before_and_at_most_from_after(days, in_early, in_late):
    rows = tuple(row for value, day in days for row in number("fever_days", value, "d", day))
    case = facts(findings=rows)
    assert (span(early(case), "fever_days"), span(late(case), "fever_days")) == (in_early, in_late)


@pytest.mark.hazard("H04")
def test_readings_count_days_with_fever_from_below_and_a_no_settles_them():
    hot = tuple(point for day in range(3) for point in result("temperature", "38.5", "Cel", day))
    warm = result("temperature", "38.4", "Cel", 5)
    assert span(early(facts(labs=(*hot, *warm))), "fever_days") == (1, 2)
    assert (
        line(early(facts(labs=hot)), "fever_days").why == "Measured on 3 days; between the readings not known"
    )
    no = {"fever": Answer("no")}
    assert (
        line(early(facts(answers=no)), "fever_days").span
        == line(early(facts(answers=no, labs=hot)), "fever_days").span
    )
    assert line(early(facts(answers=no, labs=hot[:1])), "fever_days").why == (
        "The clinician answered no fever ≥ 38.5 °C; yet measured on 1 day"
    )
    told = number("fever_days", 4, "d")
    assert span(early(facts(answers=no, findings=told)), "fever_days") == (1, 1)
    assert span(early(facts(findings=told)), "low_intake") == (0, 1)


def test_bounds_of_counted_days_bound_one_side_alone():
    low, high = (
        number("low_intake_days", 6, "d", VISIT - 2)[0],
        number("low_intake_days", 3, "d", VISIT + 9)[0],
    )
    above = replace(low, measure=replace(low.measure, comparator=">"))
    below = replace(high, measure=replace(high.measure, comparator="<"))
    assert span(early(facts(findings=(above,))), "low_intake") == (1, 1)
    assert span(early(facts(findings=(below,))), "low_intake") == (0, 0)
    inside = replace(low, measure=replace(low.measure, comparator="<"), on=on(VISIT))
    assert span(early(facts(findings=(inside,))), "low_intake") == (0, 1)


@pytest.mark.parametrize(
    ("total", "name"),
    [(-2, "mild"), (0, "mild"), (1, "moderate"), (3, "moderate"), (4, "severe"), (21, "severe")],
)
def test_classes(total, name):
    assert dds.classify(total) == name


def test_each_score_names_its_days_and_what_it_lacks():
    found = of_case(facts(labs=result("alt", 20, "U/L", VISIT + 14)))
    first, second = found.scores
    assert (first.moment, first.when) == ("early", "22 Mar 2020 to 25 Mar 2020")
    assert (second.moment, second.when) == ("late", "5 Apr 2020 to 19 Apr 2020")
    assert len(first.missing) == 10
    assert "ALT: None on record in these days" in first.missing
    assert "Age: 50 years" not in first.missing
    assert (first.severity, found.ruleset) == ("", "dds-2019")


@pytest.mark.parametrize(
    ("keys", "is_reached"),
    [
        ({}, False),
        ({"labs": result("alt", 20, "U/L", VISIT + 14)}, True),
        ({"labs": result("alt", 20, "U/L", VISIT + 13)}, False),
        ({"findings": number("fever_days", 3, "d", VISIT + 14)}, True),
        ({"findings": word("carditis", "no", None)}, False),
        ({"dates": replace(DATES, still_ill_on=on(VISIT + 20))}, True),
        ({"dates": replace(DATES, closed_on=on(VISIT + 14))}, True),
    ],
)
def test_the_late_score_is_reached_once_something_is_on_record_from_its_days(keys, is_reached):
    assert late(facts(**keys)).is_reached is is_reached
    assert early(facts(**keys)).is_reached


def test_the_panel_scores_the_severity_of_an_assessed_case():
    case = facts(labs=result("alt", 20, "U/L"))
    assert severity(assess(case)) == of_case(case)


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("before", "begun", "words"),
    [
        ("no", "no", ""),
        ("no", "unknown", "; whether dialysis was begun is not answered"),
        ("no", "yes", "; new dialysis is on record without its day"),
        ("unknown", "yes", "; new dialysis is on record without its day"),
        ("unknown", "no", "; whether on dialysis is not answered"),
    ],
)
def test_dialysis_leaves_three_points_open_until_none_is_known_before_and_in_the_illness(
    before, begun, words
):
    case = facts(
        labs=result("creatinine", 1.8, "mg/dL"), conditions={"dialysis": Tri(before)}, new_dialysis=Tri(begun)
    )
    assert span(early(case), "creatinine") == (1, 3 if words else 1)
    assert line(early(case), "creatinine").why == f"1.8 mg/dL on 22 Mar 2020{words}"


def test_a_surface_that_contradicts_the_answer_is_named():
    answers = {"rash_extent_over_50": Answer("no")}
    case = facts(findings=number("body_surface", 85, "%"), answers=answers)
    assert line(early(case), "erythema").why.startswith(
        "The clinician answered at most half of the body surface; yet recorded: 85 % on 22 Mar 2020"
    )
    assert "yet" not in line(early(facts(answers=answers)), "erythema").why
