"""The Japanese criteria of DIHS (J-SCAR): typical with all seven, atypical with the first five.

Numbers are read as *at or above*, as the Japanese original has them; English tables print *above* (clinical
reference 2). Items 1 and 4 differ between the two: both readings are carried.
"""

from scoring.derive.known import NOT_ANSWERED, any_node, drug_suspected, fever, maculopapular, organ
from scoring.derive.known_blood import atypical_share, eosinophils, measured
from scoring.derive.labs import LabTable
from scoring.derive.organs import OrganData
from scoring.facts import CaseFacts
from scoring.jscar.items import hhv6, lead, persists
from scoring.kernel.citation import SHIOHARA_2007, threshold
from scoring.kernel.criterion import (
    Asked,
    CriteriaResult,
    Criterion,
    Known,
    Reading,
    hold,
    missing_of,
    name_verdict,
    why_of,
)
from scoring.kernel.tri import Tri, all_of, any_of

RULESET = "jscar-2007"
NAME = "DIHS (J-SCAR)"
FEVER_FROM = threshold("38.0", "Cel", SHIOHARA_2007, "V2")  # English tables: above, one of them at or above
ALT_ABOVE = threshold("100", "U/L", SHIOHARA_2007, "V2")  # English tables only: the Japanese has no number
WHITE_CELLS_FROM = threshold("11000", "/uL", SHIOHARA_2007, "V2")  # English tables: above
ATYPICAL_FROM = threshold("5", "%", SHIOHARA_2007, "V2")  # English tables: above
EOSINOPHILS_FROM = threshold("1500", "/uL", SHIOHARA_2007, "V2")  # English tables: above

RASH = Asked(
    "rash",
    "rash",
    "Maculopapular rash after the drug's start",
    "A maculopapular rash after the start of one of a limited set of drugs; the set is not checked here",
    "maculopapular, after a drug",
    SHIOHARA_2007,
    number=1,
)
PERSISTS = Asked(
    "persists",
    "course",
    "Illness goes on after the drug was stopped",
    "Two weeks or more after the last day of the drug",
    "14 d after the drug's last day",
    SHIOHARA_2007,
    number=2,
)
FEVER = Asked(
    "fever",
    "fever",
    "Fever",
    "38 °C or more (English tables: above 38 °C)",
    "≥ 38 °C",
    SHIOHARA_2007,
    number=3,
)
LIVER = Asked(
    "liver",
    "organs",
    "Liver, or another serious organ",
    "Liver dysfunction (English tables: ALT above 100 U/L), or another serious organ, such as the kidney",
    "liver, or ALT > 100 U/L, or a serious organ",
    SHIOHARA_2007,
    number=4,
)
WHITE_CELLS = Asked(
    "white_cells",
    "blood",
    "White cells, one of three",
    "White cells 11,000 /µL or more, atypical lymphocytes 5 % or more, or eosinophils 1,500 /µL or more "
    "(English tables: above each)",
    "white cells ≥ 11,000 /µL, atypical ≥ 5 % or eosinophils ≥ 1,500 /µL",
    SHIOHARA_2007,
    number=5,
)
NODES = Asked(
    "nodes",
    "nodes",
    "Lymphadenopathy",
    "Enlarged lymph nodes; no size and no number of sites is given",
    "any enlarged node",
    SHIOHARA_2007,
    number=6,
)
HHV6 = Asked(
    "hhv6",
    "virus",
    "HHV-6 reactivation",
    "Usually found two to three weeks after the onset",
    "reactivation",
    SHIOHARA_2007,
    number=7,
)

SERIOUS = ("kidney", "lung", "muscle_heart", "pancreas")
FIRST = 5  # the items that make it atypical
JAPANESE, ENGLISH = "Japanese text", "English tables"
WORDS = {"typical": "typical", "atypical": "atypical", "not_met": "not met", "undetermined": "undetermined"}


def verdict(states: tuple[Tri, ...]) -> str:
    """Return typical for all seven, atypical for the first five alone, not met, or undetermined."""
    first, rest = all_of(states[:FIRST]), all_of(states[FIRST:])
    if first is not Tri.YES:
        return "not_met" if first is Tri.NO else "undetermined"
    return {Tri.YES: "typical", Tri.NO: "atypical", Tri.UNKNOWN: "undetermined"}[rest]


def judge(facts: CaseFacts, table: LabTable, organs: dict[str, OrganData]) -> CriteriaResult:
    """Hold one case to the criteria, by the Japanese text and by the English tables."""
    rash, rash_in_english = _rash(facts)
    liver, liver_in_english = _liver(facts, table, organs)
    white_cells = _white_cells(facts, table)
    others = (
        hold(PERSISTS, persists(facts)),
        hold(FEVER, fever(facts, table, FEVER_FROM, is_above=False)),
        hold(NODES, any_node(facts)),
        hold(HHV6, hhv6(facts)),
    )
    after, hot, nodes, virus = others
    criteria = (rash, after, hot, liver, white_cells, nodes, virus)
    states = tuple(criterion.state for criterion in criteria)
    english = (rash_in_english, after.state, hot.state, liver_in_english, *states[FIRST - 1 :])
    found = verdict(states)
    readings = tuple(
        Reading(source, verdict(each), _name(verdict(each), each, is_open=not facts.is_closed))
        for source, each in ((JAPANESE, states), (ENGLISH, english))
    )
    return CriteriaResult(
        ruleset=RULESET,
        verdict=found,
        words=_words(readings),
        criteria=criteria,
        missing=missing_of(criteria) if found == "undetermined" else (),
        readings=readings,
    )


def _name(found: str, states: tuple[Tri, ...], *, is_open: bool) -> str:
    if found == "not_met":
        return name_verdict(Tri.NO, is_open=is_open)
    if found == "undetermined" and all_of(states[:FIRST]) is Tri.YES:
        return "undetermined (items 1 to 5 are met: atypical or typical)"
    return WORDS[found]


def _words(readings: tuple[Reading, ...]) -> str:
    first, second = readings
    words = f"{NAME}: {first.words}"
    if first.verdict == second.verdict:
        return words
    return f"{words} by the {first.source}; {second.words} by the {second.source}"


def _rash(facts: CaseFacts) -> tuple[Criterion, Tri]:
    """Return item 1, and what it is where more than three weeks are asked for."""
    parts = maculopapular(facts), drug_suspected(facts)
    state = all_of([part.state for part in parts])
    late = lead(facts)
    english = all_of([state, late.state])
    note = _note(state, english, "more than 3 weeks after the start", late)
    return hold(RASH, *parts, state=state, note=note), english


def _liver(facts: CaseFacts, table: LabTable, organs: dict[str, OrganData]) -> tuple[Criterion, Tri]:
    """Return item 4, and what it is where only a number counts for the liver."""
    alt = measured(facts, table, "alt", ALT_ABOVE, is_above=True)
    liver, serious = organ(facts, "liver", organs["liver"]), _serious(facts, organs)
    state = any_of([alt.state, liver.state, serious.state])
    english = any_of([alt.state, serious.state])
    note = _note(state, english, "ALT above 100 U/L", alt)
    return hold(LIVER, alt, liver, serious, state=state, note=note), english


def _note(japanese: Tri, english: Tri, asked: str, why: Known) -> str:
    if japanese is english:
        return ""
    return f"By the English tables ({asked}): {name_verdict(english, is_open=False)}. {why.why}"


def _serious(facts: CaseFacts, organs: dict[str, OrganData]) -> Known:
    """Return whether another serious organ stands for the liver; *other*, which names none, cannot."""
    title = "Another serious organ"
    if facts.organ_count is not None:
        return Known(title, Tri.UNKNOWN, "Organs are only counted, not named")
    named = [organ(facts, name, organs[name]) for name in SERIOUS]
    other = organ(facts, "other", organs["other"])
    open_other = Tri.UNKNOWN if other.state is Tri.YES else other.state
    state = any_of([*(one.state for one in named), open_other])
    telling = [one for one in named if one.state is state and one.why != NOT_ANSWERED]
    if state is Tri.UNKNOWN and other.state is Tri.YES:
        telling.append(
            Known(other.title, Tri.UNKNOWN, f"{other.why}; whether it is serious is not on record")
        )
    if state is Tri.NO:
        return Known(title, state, "The clinician answered no to every other organ")
    return Known(title, state, why_of(telling) or "Kidney, lung, muscle or heart, pancreas: not all answered")


def _white_cells(facts: CaseFacts, table: LabTable) -> Criterion:
    parts = (
        measured(facts, table, "wbc", WHITE_CELLS_FROM),
        atypical_share(facts, table, ATYPICAL_FROM),
        eosinophils(facts, table, EOSINOPHILS_FROM),
    )
    return hold(WHITE_CELLS, *parts, state=any_of([part.state for part in parts]))
