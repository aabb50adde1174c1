"""ALDEN (2010) for SJS/TEN: six criteria, -12 to 10. Not validated for DRESS, and labelled so everywhere.

Source: Sassolas 2010 by two tables that restate it (clinical reference 5.4). The last lines of criterion 5,
criterion 6 and the bands could not be read there: not verified. Criterion 6 looks at all drugs of the case.
Notoriety is asked of the clinician: the catalogue's tiers are for DRESS, ALDEN's list is for SJS/TEN.
"""

from collections.abc import Sequence

from scoring.causality import record
from scoring.causality.candidate import Candidate
from scoring.causality.presence import GONE, PRESENT, presence
from scoring.causality.scale import (
    NOT_DERIVED,
    Answered,
    Band,
    Option,
    Question,
    Scale,
    ScaleResult,
    Told,
    add_up,
    apply,
)
from scoring.facts import CaseFacts
from scoring.kernel.citation import ALDEN_2010, GENERAL_KNOWLEDGE, threshold
from scoring.kernel.result import Source

FIRST_DAYS = threshold("4", "d", ALDEN_2010, "V2")  # 1 to 4 d
SUGGESTIVE_TO = threshold("28", "d", ALDEN_2010, "V2")
COMPATIBLE_TO = threshold("56", "d", ALDEN_2010, "V2")
UNLIKELY_FROM = threshold("0", "points", GENERAL_KNOWLEDGE, "GK")
POSSIBLE_FROM = threshold("2", "points", GENERAL_KNOWLEDGE, "GK")
PROBABLE_FROM = threshold("4", "points", GENERAL_KNOWLEDGE, "GK")
VERY_PROBABLE_FROM = threshold("6", "points", GENERAL_KNOWLEDGE, "GK")
OTHER_ABOVE = threshold("3", "points", GENERAL_KNOWLEDGE, "GK")  # intermediate score of another drug
OTHER_POINTS = threshold("-1", "points", GENERAL_KNOWLEDGE, "GK")

DELAY = Question(
    "alden.delay", "1 Delay", "How long from the first dose to the index day?",
    (
        Option("suggestive", "5 to 28 d; after an earlier reaction 1 to 4 d", 3, "V2"),
        Option("compatible", "29 to 56 d", 2, "V2"),
        Option("likely", "1 to 4 d; after an earlier reaction 5 to 56 d", 1, "V2"),
        Option("unlikely", "More than 56 d", -1, "V2"),
        Option("not_before", "Started on the index day or after it", -3, "V2"),
    ), None, "Too early a peak for DRESS, whose usual interval is 14 to 56 d.",
)  # fmt: skip
PRESENT_AT_ONSET = Question(
    "alden.present", "2 In the body", "Was the drug in the body on the index day?",
    (
        Option("present", "Yes: continued, or stopped less than five half-lives before", 0, "V2"),
        Option("doubtful", "Gone, but liver or kidney impaired, or an interaction suspected", -1, "V2"),
        Option("gone", "Gone, with nothing of that kind", -3, "V2"),
    ), None, "In DRESS a drug that has left the body can still be the cause.",
)  # fmt: skip
RECHALLENGE = Question(
    "alden.rechallenge", "3 Taken before or again", "What happened at another exposure, before or after?",
    (
        Option("specific_both", "SJS/TEN with this drug", 4, "V2"),
        Option("specific_one", "SJS/TEN with a similar drug, or another reaction with this drug", 2, "V2"),
        Option("unspecific", "Another reaction with a similar drug", 1, "V2"),
        Option("none", "No other exposure known", 0, "V2"),
        Option("negative", "Another exposure without any reaction", -2, "V2"),
    ), 0,
)  # fmt: skip
DECHALLENGE = Question(
    "alden.dechallenge", "4 Stopped or continued", "Was the drug continued without harm?",
    (Option("stopped", "Stopped", 0, "V2"), Option("continued", "Continued without harm", -2, "V2")), 0,
    "DRESS flares for weeks after stopping, so that this says little.",
)  # fmt: skip
NOTORIETY = Question(
    "alden.notoriety", "5 Known for SJS/TEN", "How well is the drug known as a cause of SJS/TEN?",
    (
        Option("strong", "High-risk list of the case-control studies", 3, "V2"),
        Option("associated", "Definite but lower risk there", 2, "V2"),
        Option("suspected", "Reports, or results that are not clear", 1, "V2"),
        Option("other", "Any other drug, new drugs included", 0, "GK"),
        Option("not_suspected", "No association found in case-control studies", -1, "GK"),
    ), None, "Asked of you: this is ALDEN's list for SJS/TEN, and the program's catalogue is for DRESS.",
)  # fmt: skip
OTHER_ID, OTHER_TITLE = "alden.other", "6 Another drug"
QUESTIONS = (DELAY, PRESENT_AT_ONSET, RECHALLENGE, DECHALLENGE, NOTORIETY)
SCALE = Scale(
    id="alden",
    name="ALDEN",
    made_for="made for SJS/TEN, not validated for DRESS",
    weakness="its delay peaks too early for DRESS, its list of drugs is for SJS/TEN, and stopping says "
    "little in DRESS; raters agreed little (kappa 0.22, in SJS/TEN); the bands are not verified here",
    citation=ALDEN_2010,
    questions=QUESTIONS,
    bands=(
        Band("very_unlikely", "very unlikely", None),
        Band("unlikely", "unlikely", UNLIKELY_FROM),
        Band("possible", "possible", POSSIBLE_FROM),
        Band("probable", "probable", PROBABLE_FROM),
        Band("very_probable", "very probable", VERY_PROBABLE_FROM),
    ),
)


def score_all(facts: CaseFacts, candidates: Sequence[Candidate]) -> tuple[ScaleResult, ...]:
    """Score all substances of a case, in their order: the sixth criterion compares each with the others."""
    intermediate = [intermediate_score(facts, candidate) for candidate in candidates]
    return tuple(
        add_up(SCALE, (*own.questions, _other(intermediate[:place] + intermediate[place + 1 :])))
        for place, own in enumerate(intermediate)
    )


def intermediate_score(facts: CaseFacts, candidate: Candidate) -> ScaleResult:
    """Score one substance by the first five criteria."""
    told = {
        DELAY.id: _delay(candidate),
        PRESENT_AT_ONSET.id: _present(facts, candidate),
        RECHALLENGE.id: _rechallenge(candidate),
        DECHALLENGE.id: _dechallenge(facts, candidate),
    }
    return apply(SCALE, candidate, told)


def _other(others: Sequence[ScaleResult]) -> Answered:
    """Return the sixth criterion: one point less where another drug has an intermediate score above 3."""
    above = int(OTHER_ABOVE.value)
    is_certain = any(other.lowest.total > above for other in others)
    is_possible = any(other.highest.total > above for other in others)
    now = [other.now.total if other.now else None for other in others]
    less = int(OTHER_POINTS.value)
    is_now = is_certain or any(total is not None and total > above for total in now)
    is_open = any(each.now is None and each.highest.total > above for each in others)
    points = less if is_now else None if is_open else 0
    return Answered(
        id=OTHER_ID,
        title=OTHER_TITLE,
        answer=_ANSWERS[points],
        words=_WORDS[points],
        points=points,
        lowest=less if is_possible else 0,
        highest=less if is_certain else 0,
        source=Source.UNKNOWN if points is None else Source.DATA,
        why=_WHY[points],
        told=Told(_WHY[points]),
        certainty="GK",
    )


_ANSWERS = {-1: "yes", 0: "no", None: "unknown"}
_WORDS = {-1: "Yes", 0: "No", None: "unknown"}
_WHY = {
    -1: "Another drug of the case has more than 3 points by the first five criteria",
    0: "No other drug of the case has more than 3 points by the first five criteria",
    None: "Depends on what is not answered for another drug of the case",
}


def delay_word(days: int, *, has_reacted: bool) -> str:
    """Return the answer to the first criterion for a number of days."""
    if days <= 0:
        return "not_before"
    if days <= FIRST_DAYS.value:
        return "suggestive" if has_reacted else "likely"
    if days > COMPATIBLE_TO.value:
        return "unlikely"
    if has_reacted:
        return "likely"
    return "suggestive" if days <= SUGGESTIVE_TO.value else "compatible"


def _delay(candidate: Candidate) -> Told:
    """Return the bands that the days allow; an earlier reaction that nobody recorded may still move them."""
    latency = candidate.latency
    if latency.days_min is None:
        return Told(latency.why)
    ways = {"reacted": (True,), "unknown": (False, True)}.get(candidate.previous, (False,))
    bands = [_words_within(latency.days_min, latency.days_max, has_reacted=way) for way in ways]
    plain, open_to = bands[0], tuple(sorted(set().union(*bands)))
    why = f"{latency.days_text} from the first dose to the index day"
    if len(plain) > 1:
        return Told(why, open_to=open_to)
    return Told(why, next(iter(plain)), tuple(word for word in open_to if word not in plain))


def _words_within(fewest: int, most: int | None, *, has_reacted: bool) -> set[str]:
    """Return the answers that the bounds in days allow; `most` None is open."""
    last = int(COMPATIBLE_TO.value) + 1  # beyond it every day has the same answer
    high = max(fewest, last) if most is None else most
    corners = {0, 1, *(int(each.value) + more for each in _LIMITS for more in (0, 1))}
    days = {fewest, high, *(day for day in corners if fewest <= day <= high)}
    return {delay_word(day, has_reacted=has_reacted) for day in days}


_LIMITS = (FIRST_DAYS, SUGGESTIVE_TO, COMPATIBLE_TO)


def _present(facts: CaseFacts, candidate: Candidate) -> Told:
    found = presence(facts, candidate)
    if found.verdict == PRESENT:
        return Told(found.why, "present")
    return Told(found.why, open_to=("doubtful", "gone")) if found.verdict == GONE else Told(found.why)


def _rechallenge(candidate: Candidate) -> Told:
    """Return what follows from other exposures; a reaction whose kind is not recorded counts 2."""
    again, why = record.taken_again(candidate)
    is_borne = again == record.TOLERATED or candidate.previous == "tolerated"
    if again == record.REAPPEARED:
        return Told(why, "specific_one", ("specific_both",))
    if candidate.previous == "reacted":
        more = ("specific_both", "negative") if is_borne else ("specific_both",)
        return Told("Reacted when taken before; what kind of reaction is not recorded", "specific_one", more)
    if is_borne:
        return Told(why if again == record.TOLERATED else "Taken before and tolerated", "negative")
    return Told(NOT_DERIVED)


def _dechallenge(facts: CaseFacts, candidate: Candidate) -> Told:
    """Return *stopped* where every course had ended by the index day; later ends are judged by a person."""
    zero = facts.index_day
    ends = [course.stop_bounds[1] for course in candidate.courses]
    if zero is not None and all(end is not None and end <= zero for end in ends):
        return Told("Stopped by the index day", "stopped")
    return Told(NOT_DERIVED)
