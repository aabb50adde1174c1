"""An assessment turned into words: the one object that screen, print and PDF render."""

from collections.abc import Iterable
from datetime import date

from dressapp.assessments.page import (
    ChoiceOption,
    DrugRow,
    FootingRow,
    ItemRow,
    LeverRow,
    MissingRow,
    OrganRow,
    ScaleCell,
    ScorePage,
)
from scoring.derive.before import organs_high_before
from scoring.derive.course import DURATION
from scoring.derive.labs import eosinophil_samples
from scoring.derive.latency import VERDICTS, LatencyResult
from scoring.derive.now import not_on_record, outliers
from scoring.derive.signs import signs
from scoring.explain import CATEGORY_WORDS, SUPPORT_WORDS, THRESHOLD_WORDS, count_organs, minus, signed
from scoring.facts import CaseFacts
from scoring.kernel.result import Footing, ItemResult, OrganResult, ScoreResult, Source, Support, Total
from scoring.panel import Assessment
from scoring.regiscar import items as regiscar
from scoring.regiscar import organs as regiscar_organs
from scoring.regiscar.ruleset import HIGHEST_TOTAL, LOWEST_TOTAL, category

from .services import MEASURED

NO_DRUG = "says nothing about which drug"
NOW_FACTS = 8
ROLE_WORDS = {
    "suspect": "suspect",
    "concomitant": "other drug",
    "treatment": "given for this reaction",
    "": "role not recorded",
}
CONCLUSION_WORDS = {
    "culprit": "culprit",
    "possible": "possible culprit",
    "unlikely": "unlikely",
    "tolerated_again": "tolerated again",
    "none": "no conclusion",
}
SOURCE_WORDS = {
    Source.CLINICIAN: "clinician",
    Source.DATA: "from data, not confirmed",
    Source.UNKNOWN: "not answered",
}
READINGS = (
    "Other causes are counted in groups: hepatitis A, B, C as one; mycoplasma and chlamydia as one.",
    "Kidney: creatinine at 1.5 times the patient's own baseline or more.",
    "Liver: ALT or direct bilirubin above twice its limit on two successive measurements; or AST and ALP, "
    "with GGT or total bilirubin (the papers differ), all above twice once; not verified in the first paper.",
    "Day 15 is counted from the index day.",
)


def present_assessment(assessment: Assessment, *, today: date) -> ScorePage:
    """Return the page object of an assessment as it reads on a given day."""
    facts, score = assessment.facts, assessment.regiscar
    organs = score.items["organs"].organs
    return ScorePage(
        total=minus(score.now.total),
        headline=present_headline(score, facts, today),
        subline=_subline(score),
        tone=_tone(score),
        course=score.course,
        course_words=_course_words(facts),
        day_words=present_day(facts, today),
        range_words=_range_words(score),
        goes_on_words=_goes_on_words(score, facts, today),
        scale=present_scale(score),
        items=tuple(_item(item, assessment, today) for item in score.items.values()),
        organs_waiting=tuple(f"{organ.name}: {organ.why}" for organ in organs if _is_waiting(organ)),
        footing_intro=_footing_intro(assessment),
        footing=tuple(_footing(footing) for footing in assessment.footing),
        levers=_levers(assessment),
        conflicts=score.conflicts,
        now=(*(outlier.words for outlier in outliers(facts, assessment.labs)[:NOW_FACTS]), *signs(facts)),
        not_on_record=tuple(MissingRow(row.organ, row.words) for row in not_on_record(facts)),
        drugs=tuple(
            _drug(result, drug.conclusion, drug.conclusion_by)
            for result, drug in zip(assessment.latency, facts.drugs, strict=True)
        ),
        measured_open=sum(score.items[item].source is Source.DATA for item in MEASURED),
        ruleset_words=f"RegiSCAR validation score, Kardaun 2007, rule set {score.ruleset}",
        readings=READINGS,
    )


def day_of(facts: CaseFacts, today: date) -> int | None:
    """Return the day of the reaction; None without an onset, where days stand for dates, or once closed."""
    if facts.index_day is None or facts.basis == "relative" or facts.is_closed:
        return None
    return facts.day_number(today)


def present_day(facts: CaseFacts, today: date) -> str:
    """Return the day of an open course in words: `rash day 4`."""
    number = day_of(facts, today)
    if number is None:
        return ""
    onset = "rash " if facts.dates.rash_onset and facts.index_day == facts.dates.rash_onset else ""
    return f"{onset}day {number}"


def _on_day(facts: CaseFacts, today: date) -> str:
    number = day_of(facts, today)
    return f", day {number}" if number is not None else ""


def present_headline(score: ScoreResult, facts: CaseFacts, today: date) -> str:
    """Return the verdict in words; an open course is never called no case."""
    total = minus(score.now.total)
    if score.course == "open":
        if score.now.category != "no":
            return f"RegiSCAR {total} so far{_on_day(facts, today)}"
        number = day_of(facts, today)
        when = "Too little on record to classify"
        if number is not None and number < DURATION.value:
            when = "Too early to classify"
        elif score.lowest.total == score.highest.total:
            when = "Below 2 so far"
        on_day = f" on day {number}" if number is not None else ""
        return f"{when}: score today {total}{on_day}"
    if score.now.category != "no":
        return f"RegiSCAR {total}: {CATEGORY_WORDS[score.now.category]} case"
    if score.highest.category != "no":
        return f"Too little on record to classify: RegiSCAR {total}"
    return f"RegiSCAR {total}, below 2 (the paper's word: no case)"


def _subline(score: ScoreResult) -> str:
    if score.course == "closed":
        return f"retrospective classification; {NO_DRUG}"
    if score.now.category == "no":
        return f"rescore when new results are in; {NO_DRUG}"
    return f"would be {CATEGORY_WORDS[score.now.category]}; {NO_DRUG}"


def _tone(score: ScoreResult) -> str:
    """Return the category, or `early` where no category is said."""
    if score.now.category != "no":
        return score.now.category
    return "no" if score.course == "closed" and score.highest.category == "no" else "early"


def _course_words(facts: CaseFacts) -> str:
    end = facts.dates.episode_end
    if end is None:
        return "course open"
    day = facts.name_day(end)
    if end in (facts.dates.died_on, facts.dates.resolution):
        return f"course closed ({'died' if end == facts.dates.died_on else 'resolved'} {day})"
    return f"course closed on {day}"


def _named(total: Total) -> str:
    """Return a total with its category, a low one without a verdict."""
    words = CATEGORY_WORDS[total.category] if total.category != "no" else "below 2"
    return f"{minus(total.total)} ({words})"


def _range_words(score: ScoreResult) -> str:
    if score.lowest.total == score.highest.total:
        return f"Settled at {minus(score.now.total)}: nothing on record is open"
    basis = "on the findings on record" if score.course == "closed" else "on today's findings"
    return f"{_named(score.lowest)} to {_named(score.highest)} {basis}"


def _goes_on_words(score: ScoreResult, facts: CaseFacts, today: date) -> str:
    goes_on, number = score.highest_if_course_goes_on, day_of(facts, today)
    if goes_on is None:
        return ""
    absent = f"absent so far (day {number})" if number is not None else "absent so far"
    if goes_on.total <= score.highest.total:
        return f"What is {absent} can still appear"
    return f"What is {absent} can still appear: up to {_named(goes_on)} if the illness develops"


def present_scale(score: ScoreResult) -> tuple[ScaleCell, ...]:
    """Return the scale from the lowest to the highest total with today's range on it."""
    goes_on = score.highest_if_course_goes_on
    top = goes_on.total if goes_on else score.highest.total
    return tuple(
        ScaleCell(
            total=total,
            label=minus(total),
            tone=category(total),
            is_now=total == score.now.total,
            is_in_range=score.lowest.total <= total <= score.highest.total,
            is_if_course_goes_on=score.highest.total < total <= top,
        )
        for total in range(LOWEST_TOTAL, HIGHEST_TOTAL + 1)
    )


def _item(item: ItemResult, assessment: Assessment, today: date) -> ItemRow:
    source, facts = item.source, assessment.facts
    high_before = organs_high_before(facts, assessment.labs) if item.organs else {}
    return ItemRow(
        id=item.id,
        title=item.title,
        asks=regiscar_organs.ASKS if item.id == "organs" else regiscar.BY_ID[item.id].asks,
        answer=str(item.answer),
        answer_words=_answer_words(item, assessment, today),
        source=source.value,
        source_words=SOURCE_WORDS[source],
        points=signed(item.points),
        why=item.why,
        data_words=item.derived.why,
        data_answer=item.derived.answer,
        data_answer_words=regiscar.ANSWER_WORDS.get(item.derived.answer, ""),
        contradiction=item.contradiction,
        citation=item.citation.name,
        options=_item_options(item),
        organs=tuple(_organ(organ, high_before.get(organ.organ, "")) for organ in item.organs),
    )


def _answer_words(item: ItemResult, assessment: Assessment, today: date) -> str:
    if item.id == "organs":
        return count_organs(int(item.answer))
    answer, facts = str(item.answer), assessment.facts
    grows = regiscar.BY_ID[item.id].grows
    if grows and not facts.is_closed and answer in ("no", "none"):
        words = "no" if answer == "no" else "below 700 /µL"
        number = day_of(facts, today)
        when = f" (day {number})" if number is not None else ""
        if answer == "none" and item.source is Source.DATA:
            when = _counted_so_far(assessment)
        return f"{words} so far{when}"
    return regiscar.ANSWER_WORDS[answer]


def _counted_so_far(assessment: Assessment) -> str:
    """Return on how many counts a low answer rests, and when the last one was."""
    facts = assessment.facts
    days = [sample.point.on for sample in eosinophil_samples(facts, assessment.labs) if sample.count]
    counts = "1 count" if len(days) == 1 else f"{len(days)} counts"
    return minus(f" ({counts}, last day {facts.day_number(days[-1])})")


SHORT_LABELS = {"none": "Below 700", "700_to_1499": "700 to 1,499", "1500_or_more": "1,500 or more"}


def _item_options(item: ItemResult) -> tuple[ChoiceOption, ...]:
    if item.id == "organs":
        return ()
    chosen = str(item.answer) if item.source is Source.CLINICIAN else ""
    return present_choices(regiscar.BY_ID[item.id].points, chosen)


def present_choices(values: Iterable[str], chosen: str) -> tuple[ChoiceOption, ...]:
    """Return answers as short words for buttons."""
    return tuple(
        ChoiceOption(value, SHORT_LABELS.get(value, value.replace("_", " ").capitalize()), value == chosen)
        for value in values
    )


def _organ(organ: OrganResult, high_before: str) -> OrganRow:
    """Return one organ; what was high before the illness already is added to what the data say."""
    chosen = organ.answer if organ.is_answered else ""
    return OrganRow(
        id=organ.organ,
        name=organ.name,
        answer=chosen,
        answer_words=chosen or "not answered",
        threshold=organ.threshold,
        threshold_words=THRESHOLD_WORDS[organ.threshold],
        why="; ".join(filter(None, [organ.why, high_before])),
        explanation=organ.explanation,
        is_waiting=_is_waiting(organ),
        options=present_choices(("yes", "no", "unknown"), chosen),
    )


def _is_waiting(organ: OrganResult) -> bool:
    """Say whether an organ's threshold is met and nobody has judged the cause yet."""
    return organ.threshold == "met" and not organ.is_answered


def _footing_intro(assessment: Assessment) -> str:
    count = len(assessment.footing)
    if not count:
        return "No single answer, reversed alone, would change the category."
    if count == 1:
        return "Rests on 1 answer; reversed, it changes the category."
    return f"Rests on {count} answers; any one of them reversed alone changes the category."


def _footing(footing: Footing) -> FootingRow:
    stand = footing.stand
    return FootingRow(
        item=stand.item,
        words=stand.words,
        strength=SUPPORT_WORDS[stand.support],
        reversed_words=f"reversed: {_named(footing.result)}",
        is_folded=stand.support is Support.WELL_BEYOND,
    )


def _levers(assessment: Assessment) -> tuple[LeverRow, ...]:
    rows: dict[str, LeverRow] = {}
    for lever in assessment.levers:
        before = rows.get(lever.item, LeverRow(lever.item, lever.title, ()))
        move = f"{lever.words} → {_named(lever.result)}"
        rows[lever.item] = LeverRow(lever.item, lever.title, (*before.moves, move))
    return tuple(rows.values())


def _drug(result: LatencyResult, conclusion: str, by: str) -> DrugRow:
    judged = CONCLUSION_WORDS.get(conclusion, "")
    return DrugRow(
        ref=result.ref,
        name=result.drug,
        role=result.role,
        role_words=ROLE_WORDS[result.role],
        days=result.days_text or "not known",
        verdict=result.verdict,
        verdict_words=VERDICTS[result.verdict],
        why=result.why,
        notes=tuple(note for note in (result.at_edge, result.from_fever, result.from_stop) if note),
        conclusion_words=f"{judged} ({by})" if judged and by else judged,
    )
