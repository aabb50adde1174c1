"""What is proven and what is not: every rule set with its numbers, from the tables of the engine itself.

A further rule set is one `Entry` more in `RULE_SETS`. Every threshold of its modules is read from them, and
`words` say what each decides, by the name of its constant (`NAME key` where the constant is a table).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from scoring.derive import causes, course, findings, hys_law, kidney, labs, latency, organs, r_value
from scoring.explain import CATEGORY_WORDS, minus
from scoring.kernel.citation import KARDAUN_2007, Citation
from scoring.regiscar import ruleset as regiscar

from . import proof_words
from .presenters import READINGS
from .proof_counts import ALL_NO, ALL_UNKNOWN, COMBINATIONS, STATES
from .proof_criteria import FURTHER
from .proof_lines import (
    Entry,
    Line,
    Number,
    class_lines,
    latency_lines,
    limit_numbers,
    numbers_of,
    regiscar_lines,
)
from .proof_scales import SCALES, WAITING
from .proof_words import Pair, Question

RULE_SETS = (
    Entry(
        id=regiscar.RULESET,
        title="RegiSCAR validation score",
        says=f"Ten items, totals from {minus(regiscar.LOWEST_TOTAL)} to {regiscar.HIGHEST_TOTAL}, four "
        "classes. A clinician's answer comes before what data show.",
        modules=(labs, course, findings, causes, regiscar),
        items=regiscar_lines(),
        bands=class_lines(),
        sources=(KARDAUN_2007,),
        words={
            "FEVER": "Fever, at least",
            "DURATION": "Still ill on this day after the index day, or later",
            "NEAR_SHARE": "Near a threshold, within this share of it",
            "NEAR_TEMPERATURE": "Near the fever threshold, above it by at most",
            "NODE_SIZE": "Lymph nodes, larger than",
            "NODE_SITES": "Lymph nodes, at this many sites or more",
            "BODY_SURFACE": "Rash extent, more than",
            "FEATURES_FOR_YES": "Rash suggesting DRESS, yes from",
            "FEATURES_FOR_NO": "Rash suggesting DRESS, no once so many of four are absent",
            "EOSINOPHILS_ONE_POINT": "Eosinophils, one point from",
            "EOSINOPHILS_TWO_POINTS": "Eosinophils, two points from",
            "PERCENT_ONE_POINT": "Eosinophils as a share, one point from",
            "PERCENT_TWO_POINTS": "Eosinophils as a share, two points from",
            "PERCENT_RULE_BELOW_WBC": "The share counts where white cells are below",
            "COUNT_CONFLICT": "Given count against white cells × share, a conflict if further apart than",
            "NEGATIVE_GROUPS": "Other causes, negative groups at least",
            "TOO_OLD": "Other causes, a test is too old if further before the illness than",
            "POSSIBLE_FROM": "Possible DRESS, from",
            "PROBABLE_FROM": "Probable DRESS, from",
            "DEFINITE_FROM": "Definite DRESS, from (printed as more than 5)",
        },
        readings=READINGS,
    ),
    Entry(
        id="organ-thresholds",
        title="Organ thresholds",
        says="What data show of an organ. They never score: a clinician, who knows other explanations, does.",
        modules=(organs,),
        words={
            "LIVER_TWO_DATES": "Liver: ALT, or direct bilirubin, above this on two measurements running",
            "LIVER_ONCE": "Liver: AST and ALP, with GGT or total bilirubin, all above this once",
            "KIDNEY_RISE": "Kidney: creatinine, at least",
            "KIDNEY_PROTEIN": "Kidney: protein in the urine, more than",
            "PANCREAS": "Pancreas: lipase or amylase, more than",
            "MUSCLE": "Muscle or heart: CK, more than",
            "TROPONIN": "Muscle or heart: troponin, more than",
        },
    ),
    Entry(
        id="latency",
        title="Days from the first dose to onset",
        says="Words beside each drug. They score nothing, and clear or blame no drug.",
        modules=(latency,),
        bands=latency_lines(),
        words={
            "USUAL_FROM": "Usual interval, from",
            "USUAL_TO": "Usual interval, to",
            "EARLY_FROM": "Shorter than usual, from",
            "LATE_TO": "Longer than usual, to",
            "EDGE": "At the edge of a band, within",
        },
    ),
    Entry(
        id="derived-values",
        title="Values derived from results",
        says="Shown beside the results. They score nothing and foretell nothing.",
        modules=(kidney, r_value, hys_law),
        words={
            "STAGES 1": "KDIGO by creatinine alone, stage 1 from",
            "STAGES 2": "KDIGO by creatinine alone, stage 2 from",
            "STAGES 3": "KDIGO by creatinine alone, stage 3 from",
            "RISE mg/dL": "KDIGO stage 1, a rise in creatinine of at least",
            "RISE umol/L": "KDIGO stage 1, a rise in creatinine of at least, in molar units",
            "HIGH mg/dL": "KDIGO stage 3, creatinine of at least",
            "HIGH umol/L": "KDIGO stage 3, creatinine of at least, in molar units",
            "RISE_WITHIN": "KDIGO stage 1, a rise within",
            "RISE_WITHIN_DAYS": "KDIGO stage 1, a rise between samples with dates alone, within",
            "HEPATOCELLULAR_FROM": "R value, hepatocellular from",
            "CHOLESTATIC_BELOW": "R value, cholestatic below",
            "AMINOTRANSFERASE_FROM": "Hy's law criteria, ALT or AST at least",
            "BILIRUBIN_ABOVE": "Hy's law criteria, total bilirubin above",
            "ALP_UP_TO": "Hy's law criteria, ALP at most",
        },
    ),
    Entry(
        id="assumed-limits",
        title="Assumed limits of normal",
        says="Used where neither the laboratory nor the site gave a limit, and named so wherever they are.",
        more=limit_numbers(),
    ),
    *FURTHER,
    *SCALES,
    *WAITING,
)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One rule set as it is shown."""

    id: str
    title: str
    says: str
    items: tuple[Line, ...]
    bands: tuple[Line, ...]
    numbers: tuple[Number, ...]
    sources: tuple[Citation, ...]
    readings: tuple[str, ...]

    @property
    def has_points(self) -> bool:
        """Tell whether any item of it gives points."""
        return any(item.points for item in self.items)


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many combinations of answers give a total, or a class; `tone` is the class's colour."""

    name: str
    category: str
    tone: str
    combinations: str
    states: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The rule sets, the count of all combinations, and what is said in words of its own."""

    rule_sets: tuple[RuleSet, ...]
    totals: tuple[CountRow, ...]
    classes: tuple[CountRow, ...]
    combinations: str
    states: str
    all_unknown: str
    all_no: str
    claimed: tuple[str, ...] = proof_words.CLAIMED
    not_claimed: tuple[str, ...] = proof_words.NOT_CLAIMED
    questions: tuple[Question, ...] = proof_words.QUESTIONS
    differences: tuple[Pair, ...] = proof_words.DIFFERENCES
    unverified_rules: tuple[str, ...] = proof_words.UNVERIFIED_RULES
    own_readings: tuple[str, ...] = proof_words.OWN_READINGS
    elsewhere: tuple[Pair, ...] = proof_words.ELSEWHERE

    @property
    def unverified(self) -> tuple[tuple[str, Number], ...]:
        """The numbers that no source read supports, each with its rule set."""
        return self._marked("GK")

    @property
    def own_choices(self) -> tuple[tuple[str, Number], ...]:
        """The numbers that are our own choice, each with its rule set."""
        return self._marked("DESIGN")

    def _marked(self, mark: str) -> tuple[tuple[str, Number], ...]:
        return tuple((rule.title, row) for rule in self.rule_sets for row in rule.numbers if row.mark == mark)


@cache
def present_proof() -> Proof:
    """Return everything that the tables of the engine say of themselves."""
    return Proof(
        rule_sets=tuple(map(_rule_set, RULE_SETS)),
        totals=tuple(_total(total) for total in COMBINATIONS),
        classes=tuple(map(_class, regiscar.CATEGORIES)),
        combinations=f"{sum(COMBINATIONS.values()):,}",
        states=f"{sum(STATES.values()):,}",
        all_unknown=minus(ALL_UNKNOWN),
        all_no=minus(ALL_NO),
    )


def _rule_set(entry: Entry) -> RuleSet:
    numbers = (*numbers_of(entry.modules, entry.words), *entry.more)
    return RuleSet(
        id=entry.id,
        title=entry.title,
        says=entry.says,
        items=entry.items,
        bands=entry.bands,
        numbers=numbers,
        sources=tuple(dict.fromkeys([*entry.sources, *(number.source for number in numbers)])),
        readings=entry.readings,
    )


def _total(total: int) -> CountRow:
    name = regiscar.category(total)
    counts = (f"{COMBINATIONS[total]:,}", f"{STATES[total]:,}")
    words = "below 2" if name == "no" else CATEGORY_WORDS[name]
    return CountRow(minus(total), words, _tone(name), *counts)


def _class(name: str) -> CountRow:
    totals = [total for total in COMBINATIONS if regiscar.category(total) == name]
    words = CATEGORY_WORDS[name]
    return CountRow(words, words, _tone(name), _sum(COMBINATIONS, totals), _sum(STATES, totals))


def _tone(name: str) -> str:
    return "none" if name == "no" else name


def _sum(counts: Mapping[int, int], totals: Iterable[int]) -> str:
    return f"{sum(counts[total] for total in totals):,}"
