"""Whether a drug was still in the body at the onset: its last day against five half-lives.

The rule was made for SJS/TEN (Sassolas 2010). Here it may lower a drug's standing and never clears one. The
record has days, not hours: a last dose two days before was given 24 to 72 hours before the onset, and both
must agree.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.causality.candidate import Candidate
from scoring.derive.latency import show_days
from scoring.facts import CaseFacts, DrugCourse
from scoring.kernel.citation import ALDEN_2010, GENERAL_KNOWLEDGE, threshold
from scoring.substances import HalfLife

HALF_LIVES = threshold("5", "half-lives", ALDEN_2010, "V")
STILL_SUSPECT = threshold("14", "d", GENERAL_KNOWLEDGE, "GK")  # immune priming outlasts a drug
HOURS = Decimal(24)
PRESENT, GONE, NOT_KNOWN = "present", "gone", "not_known"
NOT_VERIFIED = "not verified"


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a drug was in the body on the index day, why, and how sure the half-life is."""

    verdict: str
    why: str
    certainty: str = ""


def presence(facts: CaseFacts, candidate: Candidate) -> Presence:
    """Return what holds for the substance: present by any course, gone only by every course."""
    half_life = candidate.substance.half_life if candidate.substance else None
    found = [of_course(facts, course, half_life) for course in candidate.courses]
    ordered = sorted(found, key=lambda each: ((PRESENT, NOT_KNOWN, GONE).index(each.verdict), each.why))
    return ordered[0]


def of_course(facts: CaseFacts, course: DrugCourse, half_life: HalfLife | None) -> Presence:
    """Return whether one course had left the body by the index day."""
    zero = facts.index_day
    if zero is None:
        return Presence(NOT_KNOWN, "The onset is not known")
    if course.start_bounds[0] is not None and course.start_bounds[0] > zero:
        return Presence(NOT_KNOWN, "Started after onset")
    if _is_taken(course, zero):
        return _if_begun(course, zero)
    earliest, latest = course.stop_bounds
    if latest is None:
        return Presence(NOT_KNOWN, "The last day is not recorded")
    if latest >= zero:
        return Presence(NOT_KNOWN, "The last day is known only in part: it may lie after the onset")
    fewest = (zero - latest).days
    most = (zero - earliest).days if earliest else None
    return _by_half_life(fewest, most, half_life)


def _if_begun(course: DrugCourse, zero: date) -> Presence:
    """Return that a drug taken on the index day or later was in the body, if it had surely begun by then."""
    latest_start = course.start_bounds[1]
    if latest_start is None:
        return Presence(NOT_KNOWN, "Taken on the day of onset or after it; its first day is not recorded")
    if latest_start > zero:
        return Presence(NOT_KNOWN, "Its first day is known only in part: it may lie after the onset")
    return Presence(PRESENT, "Still taken at the onset")


def _is_taken(course: DrugCourse, zero: date) -> bool:
    """Say whether it is certain that the drug was taken on the index day or after it."""
    if course.stop_precision == "ongoing":
        return True
    if course.still_taken_on is not None and course.still_taken_on >= zero:
        return True
    earliest = course.stop_bounds[0]
    return earliest is not None and earliest >= zero


def _by_half_life(fewest: int, most: int | None, half_life: HalfLife | None) -> Presence:
    stopped = f"Stopped {show_days(fewest, most)} before onset"
    if half_life is None:
        return Presence(NOT_KNOWN, f"{stopped}; its half-life is not on record")
    longest = HALF_LIVES.value * half_life.longest
    shortest = HALF_LIVES.value * half_life.shortest
    words = _words(half_life)
    if longest < HOURS * (fewest - 1):
        return Presence(
            GONE, f"{stopped}, more than five half-lives ({words}){_remark(fewest)}", half_life.certainty
        )
    if most is not None and shortest > HOURS * (most + 1):
        return Presence(PRESENT, f"{stopped}, less than five half-lives ({words})", half_life.certainty)
    return Presence(NOT_KNOWN, f"{stopped}, about five half-lives ({words})", half_life.certainty)


def _words(half_life: HalfLife) -> str:
    """Return the half-life with its source: `6 to 11 h, label; not verified`."""
    shortest, longest = f"{half_life.shortest.normalize():f}", f"{half_life.longest.normalize():f}"
    hours = shortest if shortest == longest else f"{shortest} to {longest}"
    mark = f"; {NOT_VERIFIED}" if half_life.certainty == "GK" else ""
    return f"{hours} h, {half_life.source}{mark}"


def _remark(fewest: int) -> str:
    """Say that a drug stopped shortly before the onset stays suspect in DRESS."""
    if fewest > STILL_SUSPECT.value:
        return ""
    return f"; in DRESS a drug stopped within about {STILL_SUSPECT.value} d stays suspect ({NOT_VERIFIED})"
