"""What the record of a case tells of a drug that more than one scale asks about."""

from scoring.causality.candidate import Candidate
from scoring.facts import CaseFacts
from scoring.kernel.citation import OWN_CHOICE, threshold

REAPPEARED, TOLERATED, NOT_DONE = "reappeared", "tolerated", "not_done"
WELL_KNOWN_FROM = threshold("2", "tier", OWN_CHOICE, "DESIGN")  # of scoring.substances.Notoriety
LISTED_FROM = threshold("1", "tier", OWN_CHOICE, "DESIGN")


def taken_again(candidate: Candidate) -> tuple[str, str]:
    """Return what happened when the drug was taken again, blank where nothing is on record, and why.

    The clinician's own answer comes before *tolerated later*; a *not tolerated later* does not say what
    happened, and decides nothing.
    """
    if "rechallenge" in candidate.contested:
        return "", "Answered differently for its courses: none counts"
    word = candidate.answers.get("rechallenge")
    if word is not None:
        return (word, WORDS[word]) if word in WORDS else ("", "The clinician answered unknown")
    if candidate.is_tolerated_later:
        return TOLERATED, "Tolerated later, as recorded with the drug"
    return "", "Not on record"


WORDS = {
    REAPPEARED: "The reaction came back when it was taken again, the clinician answered",
    TOLERATED: "Taken again and tolerated, the clinician answered",
    NOT_DONE: "Not taken again, the clinician answered",
}


def began_before(facts: CaseFacts, candidate: Candidate) -> tuple[str, str]:
    """Return whether the drug began before the first sign of the reaction: yes, no or blank, and why."""
    first_sign, zero = facts.dates.episode_start, facts.index_day
    if first_sign is None or zero is None:
        return "", "The onset is not known"
    bounds = [course.start_bounds for course in candidate.courses]
    if any(last is not None and last < first_sign for _, last in bounds):
        return "yes", "Started before the first sign of the reaction"
    if all(first is not None and first > zero for first, _ in bounds):
        return "no", "Started after the onset"
    if any(last is None for _, last in bounds):
        return "", "The start is not known"
    return "", "Whether it was started before the first sign is not certain"


def tier(candidate: Candidate) -> tuple[int | None, str]:
    """Return how well the catalogue knows the drug for DRESS (None: not at all), and the evidence."""
    notoriety = candidate.substance.notoriety if candidate.substance else None
    if notoriety is None:
        return None, "The catalogue says nothing of it"
    return notoriety.tier, f"{notoriety.evidence} ({notoriety.source})"


def contradictions(facts: CaseFacts, candidate: Candidate) -> tuple[str, ...]:
    """Return what the record and the clinician's own answers say of a drug that cannot both hold."""
    answers = candidate.answers
    previous = sorted({course.previous_exposure for course in candidate.courses} - {"", "unknown"})
    later = {course.later_tolerated for course in candidate.courses}
    again, is_borne = answers.get("rechallenge"), candidate.is_tolerated_later
    is_early = answers.get("protopathic") == "yes" and began_before(facts, candidate)[0] == "yes"
    found = (
        (len(previous) > 1, f"Taken before: {' and '.join(previous)} are recorded for different courses"),
        ({"yes", "no"} <= later, "Tolerated later: yes and no are recorded for different courses"),
        (
            again == REAPPEARED and is_borne,
            "Taken again: answered that the reaction came back, recorded as tolerated later",
        ),
        (
            again == NOT_DONE and is_borne,
            "Taken again: answered that it was not, recorded as tolerated later",
        ),
        (
            again == TOLERATED and "no" in later,
            "Taken again: answered that it was tolerated, recorded as not tolerated later",
        ),
        (is_early, "Started for early symptoms: answered yes, recorded as begun before the first sign"),
    )
    return tuple(words for is_found, words in found if is_found)
