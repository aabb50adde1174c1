"""The three facts that only the Japanese criteria ask for: the drug's lead, the time after it, and HHV-6."""

from datetime import date, timedelta

from scoring.derive.known import NOT_ON_RECORD, courses_by_drug, recorded, rows_of, suspects, told_by
from scoring.derive.latency import check_drug
from scoring.derive.viruses import HHV6_FROM, HHV6_TO
from scoring.facts import CaseFacts, DrugCourse, VirusTest
from scoring.kernel.citation import OWN_CHOICE, SHIOHARA_2007, threshold
from scoring.kernel.criterion import Known, settle
from scoring.kernel.result import Evidence
from scoring.kernel.tri import Tri, all_of, any_of, decide

# Printed in the English tables only; the Japanese text says "delayed" and gives no number.
LEAD_ABOVE = threshold("21", "d", SHIOHARA_2007, "V2")
PERSISTS_FROM = threshold("14", "d", SHIOHARA_2007, "V2")
# No source says from when a negative test tells; not before the weeks in which it is found.
HHV6_NEGATIVE_FROM = threshold("21", "d", OWN_CHOICE, "DESIGN")

PERSISTS = "ill_two_weeks_after_stop"
NO_SUSPECT = "No suspected drug on record"
INTEGRATED = "a positive is read by a person: inherited (integrated) HHV-6 keeps the test positive"
UNDER_STEROIDS = "early high-dose steroids may suppress it"


def lead(facts: CaseFacts) -> Known:
    """Return whether more than three weeks lie between start and onset, whichever suspected drug it was."""
    title = f"More than {LEAD_ABOVE.value} d after the start"
    drugs = suspects(facts)
    if not drugs:
        return Known(title, Tri.UNKNOWN, NO_SUSPECT)
    checks = [check_drug(facts, drug) for drug in drugs]
    states = [_is_late(check.days_min, check.days_max) for check in checks]
    days = ", ".join(f"{check.drug} {check.days_text or 'days not known'}" for check in checks)
    state = _agreed(states)
    hangs = "; it depends on which drug it was" if Tri.YES in states and state is Tri.UNKNOWN else ""
    return Known(title, state, f"{days} from the start to the onset{hangs}")


def _is_late(fewest: int | None, most: int | None) -> Tri:
    """Return whether the days exceed three weeks; None is open."""
    limit = LEAD_ABOVE.value
    return decide(is_yes=fewest is not None and fewest > limit, is_no=most is not None and most <= limit)


def _agreed(states: list[Tri]) -> Tri:
    """Return what holds whichever of the suspected drugs it was."""
    return decide(is_yes=all_of(states) is Tri.YES, is_no=any_of(states) is Tri.NO)


def persists(facts: CaseFacts) -> Known:
    """Return whether the illness goes on two weeks after the drug was stopped; never told before day 14."""
    drugs = suspects(facts)
    said, seen = _said_to_persist(facts, drugs), _seen_to_persist(facts, drugs)
    is_told = said.why != NOT_ON_RECORD  # though perhaps not from when it can be told
    return said if is_told and said.state is seen.state is Tri.UNKNOWN else settle(said, seen)


def _said_to_persist(facts: CaseFacts, drugs: tuple[DrugCourse, ...]) -> Known:
    """Return what was recorded, where day 14 after a last day had come by then."""
    said = recorded(facts, PERSISTS)
    rows = rows_of(facts, PERSISTS, "yes", "no")
    if said.state is Tri.UNKNOWN or not drugs:
        return said
    by_drug = courses_by_drug(drugs)
    first = min((day for courses in by_drug if (day := _day_14(courses))), default=None)
    if first is None:
        is_taken = all(map(_is_still_taken, by_drug))
        return Known(said.title, Tri.UNKNOWN, f"{said.why}; yet no drug is stopped") if is_taken else said
    kept = [row for row in rows if row.on is not None and row.on >= first]
    if kept:
        return told_by(facts, PERSISTS, kept)
    when = f"day 14 after the last day of the drug, {facts.name_day(first)}"
    lacks = "its day is not recorded" if any(row.on is None for row in rows) else "before that"
    return Known(said.title, Tri.UNKNOWN, f"{said.why}, {lacks}; it cannot be told before {when}")


def _is_still_taken(courses: list[DrugCourse]) -> bool:
    return any(drug.stop_precision == "ongoing" for drug in courses)


def _day_14(courses: list[DrugCourse]) -> date | None:
    """Return the first day on which the illness may have gone on two weeks without any course of a drug."""
    stops = [drug.stop_bounds[0] or drug.stop_bounds[1] for drug in courses]
    known = [stop for stop in stops if stop]
    if len(known) < len(stops):
        return None
    return max(known) + timedelta(days=int(PERSISTS_FROM.value))


def _seen_to_persist(facts: CaseFacts, drugs: tuple[DrugCourse, ...]) -> Known:
    title = "Ill two weeks after the drug was stopped"
    if not drugs:
        return Known(title, Tri.UNKNOWN, NO_SUSPECT)
    found = [_after(facts, drug) for drug in drugs]
    state = _agreed([one.state for one in found])
    telling = [one for one in found if one.state is state] or found
    return Known(title, state, "; ".join(one.why for one in telling))


def _after(facts: CaseFacts, drug: DrugCourse) -> Known:
    """Return whether the illness went on two weeks after one drug's last day."""
    first, last = drug.stop_bounds
    if last is None:
        is_taken = drug.stop_precision == "ongoing"
        why = f"{drug.name} is not stopped" if is_taken else f"The last day of {drug.name} is not on record"
        return Known(drug.name, Tri.UNKNOWN, why)
    resolved = facts.dates.resolution
    ill = max((day for day in (facts.dates.still_ill_on, resolved) if day), default=None)
    went_on = ill is not None and (ill - last).days >= PERSISTS_FROM.value
    ended = resolved is not None and first is not None and (resolved - first).days < PERSISTS_FROM.value
    stopped = f"{drug.name} stopped {facts.name_day(last)}"
    if went_on and not ended:
        assert ill is not None
        return Known(
            drug.name, Tri.YES, f"{stopped}, ill on {facts.name_day(ill)}, {(ill - last).days} d later"
        )
    if ended and not went_on:
        assert resolved is not None
        return Known(drug.name, Tri.NO, f"{stopped}, resolved {facts.name_day(resolved)}")
    return Known(drug.name, Tri.UNKNOWN, f"{stopped}: {_why_open(facts, last)}")


def _why_open(facts: CaseFacts, last: date) -> str:
    day = last + timedelta(days=int(PERSISTS_FROM.value))
    died = facts.dates.died_on
    if died is not None and died < day:
        return f"died {facts.name_day(died)}, before day 14"
    return f"whether still ill on day 14 after it, {facts.name_day(day)}, or later is not on record"


def hhv6(facts: CaseFacts) -> Known:
    """Return whether HHV-6 was reactivated; a negative tells only once week 3 after the onset is over."""
    title = "HHV-6 reactivation"
    tests = sorted((test for test in facts.virus_tests if test.virus == "hhv6"), key=_test_key)
    found = [test for test in tests if test.reading == "reactivation" and test.result in ("positive", "")]
    if found:
        return Known(title, Tri.YES, f"Read as reactivation: {_named(facts, found)}", _evidence(found))
    unread = [test for test in tests if test.result == "positive"]
    if unread:
        return Known(
            title, Tri.UNKNOWN, f"Positive, not read as reactivation: {_named(facts, unread)}; {INTEGRATED}"
        )
    negative = [test for test in tests if test.result == "negative"]
    late = [test for test in negative if _is_late_enough(facts, test)]
    if late:
        pulse = recorded(facts, "steroid_pulse").state is Tri.YES
        caution = f"; {UNDER_STEROIDS}" if pulse else ""
        why = f"Negative: {_named(facts, late)}{caution}"
        return Known(title, Tri.NO, why, _evidence(late), HHV6_NEGATIVE_FROM.certainty)
    return Known(title, Tri.UNKNOWN, _why_not_known(facts, tests, negative))


def _test_key(test: VirusTest) -> tuple[date, str, str, str, str]:
    return test.on or date.min, test.result, test.specimen, test.method, test.value


def _named(facts: CaseFacts, tests: list[VirusTest]) -> str:
    return "; ".join(dict.fromkeys(_name(facts, test) for test in tests))


def _name(facts: CaseFacts, test: VirusTest) -> str:
    day = f"on {facts.name_day(test.on)}" if test.on else "without its day"
    what = ", ".join(part for part in (test.method, test.specimen) if part)
    return f"{what} {day}".strip()


def _evidence(tests: list[VirusTest]) -> tuple[Evidence, ...]:
    return tuple(Evidence(f"HHV-6 {test.result or test.reading}") for test in tests)


def _is_late_enough(facts: CaseFacts, test: VirusTest) -> bool:
    number = facts.day_number(test.on) if test.on else None
    return number is not None and number >= HHV6_NEGATIVE_FROM.value


def _why_not_known(facts: CaseFacts, tests: list[VirusTest], negative: list[VirusTest]) -> str:
    usual = "reactivation is usually found two to three weeks after the onset"
    if zero := facts.index_day:
        first, last, tells = (
            facts.name_day(zero + timedelta(days=int(days.value)))
            for days in (HHV6_FROM, HHV6_TO, HHV6_NEGATIVE_FROM)
        )
        usual += f" ({first} to {last}), and not called negative before {tells}"
    if negative:
        return f"Negative so far: {_named(facts, negative)}; {usual}"
    if any(test.result == "pending" for test in tests):
        return f"Pending; {usual}"
    return f"{'No result' if tests else 'No HHV-6 test'} on record; {usual}"
