"""The further criteria and the severity score as the proof shows them."""

from collections.abc import Iterable
from datetime import date

from scoring import panel
from scoring.bocquet import ruleset as bocquet
from scoring.explain import minus, signed
from scoring.facts import CaseDates, CaseFacts
from scoring.inclusion import ruleset as inclusion
from scoring.jscar import items as jscar_items
from scoring.jscar import ruleset as jscar
from scoring.kernel.criterion import CriteriaResult
from scoring.severity import dds, inputs

from .proof_lines import Entry, Line

A_DAY = date(2000, 1, 1)
ADULT = CaseFacts(dates=CaseDates(rash_onset=A_DAY, admission=A_DAY), birth_on=date(1950, 1, 1))
_ASSESSED = panel.assess(ADULT)
_BOARD = panel.criteria(_ASSESSED)


def _lines(result: CriteriaResult) -> tuple[Line, ...]:
    return tuple(Line(_numbered(each.number, each.title), each.asks) for each in result.criteria)


def _numbered(number: int, title: str) -> str:
    return f"{number}. {title}" if number else title


def _dds_lines() -> Iterable[Line]:
    for each in panel.severity(_ASSESSED).scores[0].inputs:
        yield Line(each.title, each.asks)


FURTHER = (
    Entry(
        id=_BOARD.jscar.ruleset,
        title="DIHS (J-SCAR)",
        says="Typical: all seven items. Atypical: items 1 to 5. What is not known stays undetermined.",
        modules=(jscar, jscar_items),
        items=_lines(_BOARD.jscar),
        words={
            "FEVER_FROM": "Fever, from (English tables: above)",
            "ALT_ABOVE": "ALT, above (English tables alone)",
            "WHITE_CELLS_FROM": "White cells, from",
            "ATYPICAL_FROM": "Atypical lymphocytes, from",
            "EOSINOPHILS_FROM": "Eosinophils, from",
            "LEAD_ABOVE": "After the drug's start, more than (English tables alone)",
            "PERSISTS_FROM": "Ill after the drug was stopped, from",
            "HHV6_FROM": "HHV-6 is usually found from day",
            "HHV6_TO": "HHV-6 is usually found up to day",
            "HHV6_NEGATIVE_FROM": "A negative HHV-6 counts from day",
        },
    ),
    Entry(
        id=_BOARD.bocquet.ruleset,
        title="Bocquet 1996",
        says="All three are needed. An item that is not known stays undetermined.",
        modules=(bocquet,),
        items=_lines(_BOARD.bocquet),
        words={
            "EOSINOPHILS_FROM": "Eosinophils, from",
            "NODE_FROM": "A lymph node, from",
            "TRANSAMINASES_FROM": "Transaminases, from",
        },
    ),
    Entry(
        id=_BOARD.inclusion.ruleset,
        title="RegiSCAR inclusion criteria",
        says="For taking a case in for review, no diagnosis; sources differ in how many are needed.",
        modules=(inclusion,),
        items=_lines(_BOARD.inclusion),
        words={
            "FEVER_ABOVE": "Fever, above",
            "NEEDED": "Criteria needed of those that count",
            "EOSINOPHILS_FROM": "Eosinophils above their limit, where none is on record, from",
        },
    ),
    Entry(
        id="dds-2019",
        title="DDS, severity of DIHS/DRESS",
        says=f"Adults, early and late, {minus(dds.LOWEST)} to {signed(dds.HIGHEST)}. From 55 patients of one "
        "centre, without a validation cohort. A missing input leaves a range.",
        modules=(dds, inputs),
        items=tuple(_dds_lines()),
        words={
            "MODERATE_FROM": "Moderate, from",
            "SEVERE_FROM": "Severe, from",
            "EARLY_WITHIN": "Early: after the first visit, within",
            "LATE_FROM": "Late: after the first visit, from",
            "LATE_TO": "Late: after the first visit, up to",
            "ADULT_FROM": "Adults, from",
            "AGE_ABOVE": "Age, the middle band above",
            "AGE_OLD_FROM": "Age, two points from",
            "TAKEN_FROM": "Suspected drug taken after the onset, from",
            "ERYTHEMA_FROM": "Erythema, from",
            "EROSIONS_FROM": "Erosions, one point from",
            "EROSIONS_WIDE_FROM": "Erosions, two points from",
            "FEVER": "A day with fever, from",
            "FEVER_DAYS_FROM": "Days with fever, one point from",
            "FEVER_DAYS_LONG_FROM": "Days with fever, two points from",
            "LOW_INTAKE_FROM": "Days with little eaten, from",
            "CREATININE_FROM": "Creatinine, one point from",
            "CREATININE_POINT": "Creatinine from 1.0 to 2.0, its points",
            "CREATININE_PRINTED_TO": "Creatinine, the printed band up to",
            "CREATININE_HIGH_FROM": "Creatinine, three points from (between the bands: one point)",
            "ALT_FROM": "ALT, one point from",
            "ALT_ABOVE": "ALT, two points above",
            "CRP_ABOVE": "CRP, no deduction above",
            "CRP_FROM": "CRP, one point from",
            "CRP_HIGH_FROM": "CRP, two points from",
        },
    ),
)
