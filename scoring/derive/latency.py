"""The latency check: days from the first day of a drug's current course to the index day, with a verdict."""

from dataclasses import dataclass
from datetime import date

from scoring.facts import CaseFacts, DrugCourse
from scoring.kernel.citation import FDA_2023, OWN_CHOICE, SORIA_2020, threshold

USUAL_FROM = threshold("14", "d", FDA_2023, "V")
USUAL_TO = threshold("56", "d", FDA_2023, "V")
EARLY_FROM = threshold("5", "d", SORIA_2020, "DESIGN")
LATE_TO = threshold("90", "d", OWN_CHOICE, "DESIGN")  # MedDRA's case definition also ends at three months
EDGE = threshold("1", "d", OWN_CHOICE, "DESIGN")
RAPID_CLASSES = ("J01", "V08A")  # antibacterials and iodinated contrast: SORIA_2020

VERDICTS = {
    "typical": "usual interval",
    "early": "shorter than usual",
    "very_early": "much shorter than usual",
    "late": "longer than usual",
    "very_late": "much longer than usual",
    "same_day": "same day as the onset",
    "started_after_onset": "started after onset",
    "uncertain": "uncertain",
    "unknown": "not known",
}
_BANDS = ("started_after_onset", "same_day", "very_early", "early", "typical", "late", "very_late")
_LAST_DAYS = (
    -1, 0, int(EARLY_FROM.value) - 1, int(USUAL_FROM.value) - 1, int(USUAL_TO.value), int(LATE_TO.value),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LatencyResult:
    """One drug's days to onset, their bounds (None is open), the verdict and its reason."""

    drug: str
    role: str
    days: int | None
    days_min: int | None
    days_max: int | None
    verdict: str
    why: str
    days_text: str = ""
    at_edge: str = ""
    from_fever: str = ""
    from_stop: str = ""
    ref: str = ""

    @property
    def words(self) -> str:
        """The verdict as people read it, the number first: `10 d, shorter than usual`."""
        named = VERDICTS[self.verdict]
        return f"{self.days_text}, {named}" if self.days_text else named


def band(days: int, drug: DrugCourse) -> str:
    """Return the verdict for a number of days of one drug."""
    if 1 <= days < USUAL_FROM.value and drug.previous_exposure == "reacted":
        return "typical"
    if EARLY_FROM.value <= days < USUAL_FROM.value and is_rapid_class(drug):
        return "typical"
    return next((name for name, last in zip(_BANDS, _LAST_DAYS, strict=False) if days <= last), "very_late")


def is_rapid_class(drug: DrugCourse) -> bool:
    """Say whether the recorded ATC code is an antibacterial or an iodinated contrast medium."""
    return drug.atc.upper().startswith(RAPID_CLASSES)


def check(facts: CaseFacts) -> tuple[LatencyResult, ...]:
    """Check every drug of the case, in the order of the record."""
    return tuple(check_drug(facts, drug) for drug in facts.drugs)


def check_drug(facts: CaseFacts, drug: DrugCourse) -> LatencyResult:
    """Return days, bounds and verdict of one drug."""
    zero = facts.index_day
    first, last = drug.start_bounds
    if zero is None or last is None:  # only a start of which nothing is known has no last day
        why = "The start is not known" if zero is not None else "The onset is not known: enter the index day"
        return LatencyResult(
            drug.name, drug.role, None, None, None, "unknown", _with_role(drug, why), ref=drug.ref
        )
    fewest = (zero - last).days
    most = (zero - first).days if first else None
    exact = fewest if fewest == most else None
    verdict = _verdict(drug, fewest, most)
    return LatencyResult(
        drug=drug.name,
        role=drug.role,
        days=exact,
        days_min=fewest,
        days_max=most,
        verdict=verdict,
        why=_with_role(drug, _why(drug, verdict, fewest, most)),
        days_text=show_days(fewest, most),
        at_edge=_edge(drug, exact) if exact is not None else "",
        from_fever=_from_fever(facts, drug, exact, verdict),
        from_stop=_from_stop(facts, drug),
        ref=drug.ref,
    )


def bands_within(drug: DrugCourse, fewest: int, most: int | None) -> list[str]:
    """Return the verdicts that the bounds in days allow, shortest first; `most` None is open."""
    high = most if most is not None else max(fewest, _LAST_DAYS[-1] + 1)
    limits = {day for last in _LAST_DAYS for day in (last, last + 1) if fewest <= day <= high}
    corners = {fewest, high, *limits}
    return list(dict.fromkeys(band(days, drug) for days in sorted(corners)))


def _verdict(drug: DrugCourse, fewest: int, most: int | None) -> str:
    bands = bands_within(drug, fewest, most)
    return bands[0] if len(bands) == 1 else "uncertain"


def show_days(fewest: int, most: int | None) -> str:
    """Return days or their bounds in words: `10 d`, `12 to 42 d`, `618 d or more` where `most` is None."""
    if fewest == most:
        return f"{_signed(fewest)} d"
    if most is None:
        return f"{_signed(fewest)} d or more"
    return f"{_signed(fewest)} to {_signed(most)} d"


def _signed(days: int) -> str:
    return f"{days}".replace("-", "−")


def _why(drug: DrugCourse, verdict: str, fewest: int, most: int | None) -> str:
    text = show_days(fewest, most)
    if verdict == "uncertain":
        bands = " or ".join(f"{name} ({VERDICTS[name]})" for name in bands_within(drug, fewest, most))
        return f"The start is known only in part: {text} before onset may be {bands}"
    if verdict == "same_day":
        return "Started on the day of onset; which came first is not recorded"
    if verdict == "started_after_onset":
        assert most is not None  # an open start reaches into the other bands
        return f"Started after onset ({show_days(-most, -fewest)} after the index day)"
    reason = f"{text} from the first dose to onset: {_BAND_WORDS[verdict]}"
    if verdict == "typical" and most is not None and most < USUAL_FROM.value:
        return f"{text} from the first dose to onset: {_why_raised(drug)}"
    if verdict == "typical" and fewest < USUAL_FROM.value:
        return f"{reason}, or shorter and {_why_raised(drug)}"
    return reason


_BAND_WORDS = {
    "typical": "within the usual 14 to 56 d",
    "early": "shorter than the usual 14 to 56 d; shorter intervals are reported",
    "very_early": "much shorter than the usual 14 to 56 d",
    "late": "longer than the usual 14 to 56 d; up to 90 d is reported",
    "very_late": "much longer than the usual 14 to 56 d; this alone clears no drug",
}


def _why_raised(drug: DrugCourse) -> str:
    if drug.previous_exposure == "reacted":
        return "usual for a drug that the patient reacted to before (our reading)"
    return "usual for antibacterials and iodinated contrast, which are reported from 5 d"


def _with_role(drug: DrugCourse, why: str) -> str:
    return f"Given for this reaction. {why}" if drug.role == "treatment" else why


def _edge(drug: DrugCourse, days: int) -> str:
    """Name the neighbouring verdict within a day of a band's limit."""
    here = band(days, drug)
    step = int(EDGE.value)
    near = next((band(days + shift, drug) for shift in (-step, step) if band(days + shift, drug) != here), "")
    return f"at the edge of the band {VERDICTS[near]}" if near and days > 0 else ""


def _from_fever(facts: CaseFacts, drug: DrugCourse, exact: int | None, verdict: str) -> str:
    fever = facts.dates.fever_onset
    first = drug.start_bounds[0]
    if fever is None or first is None or exact is None:
        return ""
    days = (fever - first).days
    other = band(days, drug)
    return f"{show_days(days, days)} to the fever: {VERDICTS[other]}" if other != verdict else ""


def _from_stop(facts: CaseFacts, drug: DrugCourse) -> str:
    zero, stop = facts.index_day, drug.stop_bounds
    if zero is None or stop[0] is None or stop[0] != stop[1]:
        return ""
    return _stopped((zero - stop[0]).days, stop[0], facts)


def _stopped(days: int, stop: date, facts: CaseFacts) -> str:
    named = facts.name_day(stop)
    if days == 0:
        return f"stopped on the day of onset ({named})"
    order = "before" if days > 0 else "after"
    return f"stopped {named}, {abs(days)} d {order} onset"
