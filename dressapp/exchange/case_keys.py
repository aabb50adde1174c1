"""The keys of the case file `dress-case/1`, object by object, each with its check."""

from dressapp.exchange import checks
from dressapp.exchange.checks import optional_date, optional_text
from scoring.analytes import ANALYTES
from scoring.facts import CaseDates
from scoring.regiscar.items import ITEMS, REASON_WORDS

FORMAT = "dress-case/1"
TRI = ("yes", "no", "unknown")
PRECISIONS = ("day", "month", "year", "on_or_before", "unknown")
# What an entry of `background.conditions` says of the conditions that are asked about by name.
CONDITIONS = {
    "alcoholic liver cirrhosis": "cirrhosis",
    "liver cirrhosis": "cirrhosis",
    "cirrhosis": "cirrhosis",
    "hepatocellular carcinoma": "hepatocellular_carcinoma",
    "dialysis": "dialysis",
    "hiv": "hiv",
    "atopy": "atopy",
}
ITEM_WORDS = {item.id: frozenset(item.points) for item in ITEMS}
ORGAN_WORDS = frozenset(TRI)

_TEXT_KEYS = ("indication", "dose", "route", "stop_reason", "frequency", "batch", "conclusion_by", "note")
PATIENT = {
    "local_id": optional_text,
    "sex": checks.optional(checks.one_of("female", "male", "other", "unknown"), ""),
    "age_years": checks.optional_number,
    "birth_date": optional_date,
}
DATES = {
    "basis": checks.one_of("calendar", "relative"),
    **dict.fromkeys(CaseDates.__dataclass_fields__, optional_date),
}
DRUG = {
    "name": checks.text,
    "atc": optional_text,
    "role": checks.optional(checks.one_of("suspect", "concomitant", "treatment"), ""),
    "start": optional_date,
    "start_precision": checks.one_of(*PRECISIONS),
    "stop": optional_date,
    "stop_precision": checks.one_of(*PRECISIONS, "ongoing"),
    "previous_exposure": checks.optional(checks.one_of("never", "tolerated", "reacted", "unknown"), ""),
    "later_tolerated": checks.optional(checks.one_of(*TRI), ""),
    "still_taken_on": optional_date,
    "conclusion": checks.optional(
        checks.one_of("culprit", "possible", "unlikely", "tolerated_again", "none"), ""
    ),
    **dict.fromkeys(_TEXT_KEYS, optional_text),
}
LAB = {
    "analyte": checks.one_of(*ANALYTES),
    "date": checks.date_or_time,
    "value": checks.measure,
    "unit": checks.text,
    "upper_limit": checks.optional_number,
    "lower_limit": checks.optional_number,
    "site": optional_text,
    "note": optional_text,
}
FINDING = {
    "finding": checks.text,
    "value": checks.anything,
    "unit": optional_text,
    "date": optional_date,
    "site": optional_text,
    "note": optional_text,
}
CAUSE_TEST = {
    "test": checks.text,
    "result": checks.one_of("negative", "positive", "pending", "not_done"),
    "date": optional_date,
    "explains_reaction": checks.optional(checks.one_of(*TRI), "unknown"),
    "note": optional_text,
}
VIRUS_TEST = {
    "virus": checks.text,
    "specimen": optional_text,
    "method": optional_text,
    "result": optional_text,
    "value": checks.anything,
    "unit": optional_text,
    "date": optional_date,
    "reading": checks.optional(checks.one_of("reactivation", "primary", "past", "unknown"), "unknown"),
    "explains_reaction": checks.optional(checks.one_of(*TRI), "unknown"),
    "note": optional_text,
}
BASELINE = {"value": checks.number, "unit": checks.text, "date": optional_date}
ANSWER = {
    "answer": checks.anything,
    "reason": checks.optional(checks.one_of(*REASON_WORDS), ""),
    "explanation": optional_text,
    "since": optional_date,
}
