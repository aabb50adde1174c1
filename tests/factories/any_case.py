"""Stored cases as a seed makes them: every column of every table filled or blank, nothing that cannot be."""

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import models

from dressapp.assessments import services as assessments
from dressapp.cases import services as cases
from dressapp.cases.models import (
    Background,
    Case,
    CauseTest,
    ExposureHistory,
    Finding,
    Outcome,
    Treatment,
    VirusTest,
)
from dressapp.core.numbers import parse_number
from dressapp.drugs import services as drugs
from dressapp.drugs.models import DrugCourse
from dressapp.exchange.json_text import keep
from dressapp.labs import services as labs
from dressapp.labs.models import LabResult
from dressapp.labs.selectors import get_row
from dressapp.workspace.services import changing
from scoring.analytes import ANALYTES
from scoring.causality.culprits import QUESTIONS
from scoring.derive.organs import ORGANS
from scoring.findings import FINDINGS, RASH_FEATURES
from scoring.regiscar.items import ITEMS
from tests.factories.records import make_case, number

TEXTS = (
    "plain", "Ünïcode ½ µ 日本語", 'quoted "text"', "=1+1", "-2", "+3", "@cmd", "it's", "a;b,c\td",
    "<b>x</b>", "{{ x }}", "1.50", "0x10", "null", "true", "\\", "\u2028", "12 Mar 2015", "2015-03-12", "😀",
    "'=x", "NaN",
)  # fmt: skip
PARAGRAPHS = ("first line\nsecond line", "a\n\nb\n", "tab\there")
SAMPLED = ("wbc", "eosinophils_abs")  # never more eosinophils than cells
DAY_ZERO = date(2019, 6, 15)
DAYS = {
    "first_symptom_on": (-9, 0), "fever_onset_on": (-5, 5), "index_on": (-2, 2), "admission_on": (-1, 4),
    "discharge_on": (5, 30), "still_ill_on": (4, 60), "resolution_on": (3, 80), "closed_on": (3, 90),
    "died_on": (10, 90), "skin_resolution_on": (3, 60), "organ_resolution_on": (3, 60),
}  # fmt: skip
SPAN = {"start_on", "start_precision", "stop_on", "stop_precision"}
# Columns that are made together with others, or are this installation's own.
TIED = {
    Case: {
        "team",
        "patient",
        "revision",
        "external_id",
        "basis",
        "extra",
        "age_years",
        "rash_onset_on",
        *DAYS,
    },
    DrugCourse: {"position", "intake", "name", "role", *SPAN},
    LabResult: {
        "analyte",
        "taken_on",
        "taken_time",
        "value_raw",
        "unit",
        "lower_limit",
        "upper_limit",
        "intake",
    },
    Finding: {"finding", "value_raw", "unit"},
    Treatment: {"kind", *SPAN},
    CauseTest: {"test"},
    VirusTest: {"virus"},
    Background: {"creatinine_baseline_raw", "creatinine_baseline_unit", "weight_raw", "weight_unit"},
    Outcome: set(),
    ExposureHistory: {"confirmed_complete_by", "confirmed_complete_at"},
}
TESTS = (
    (CauseTest, "test", ("ana", "blood_culture", "hepatitis_b", "own test")),
    (VirusTest, "virus", ("hhv6", "ebv", "own virus")),
)
WORDS = ("yes", "no", "unknown")


class Maker:
    """One stored case, made from a seed."""

    def __init__(self, user, seed):
        self.user, self.dice, self.seed = user, random.Random(seed), seed  # noqa: S311

    def maybe(self, make, chance=0.5):
        return make() if self.dice.random() < chance else None

    def text(self, field):
        choices = TEXTS if isinstance(field, models.CharField) else TEXTS + PARAGRAPHS
        joined = " ".join(self.dice.choices(choices, k=self.dice.randint(1, 3)))
        return joined[: field.max_length or 4000].strip()

    def digits(self, most=9999):
        whole = str(self.dice.randint(0, most))
        places = self.dice.choice(["", "", ".5", ".05", ".50", ".1234"])
        text = self.dice.choice(["", "", "", "<", ">"]) + whole + places
        try:
            parse_number(text)
        except ValueError:
            return whole
        return text

    def day(self, low=-60, high=90):
        return DAY_ZERO + timedelta(days=self.dice.randint(low, high))

    def extra(self):
        parts = [
            {},
            {},
            {"from": "a file", "n": 3, "list": [1, None, True, {"deep": "x"}]},
            {
                "exact": Decimal("1.500"),
                "big": Decimal("123456789012345678901234567890"),
                "small": Decimal("1E-9"),
            },
            {"$decimal": "2.5"},
            {"empty": {}, "none": [], "blank": "", "null": None},
        ]
        return keep(self.dice.choice(parts))

    def columns(self, model):
        """Return random values for every column that no rule ties to another."""
        values = {}
        for field in model._meta.concrete_fields:
            name = field.name
            is_tied = name in TIED[model] or name.endswith(("_comparator", "_canonical"))
            if name not in model.DATA or name == "case" or is_tied:
                continue
            if name.endswith("_raw"):
                if self.dice.random() < 0.5:
                    values |= number(name.removesuffix("_raw"), self.digits())
            elif name == "extra":
                values[name] = self.extra()
            elif name == "causality":
                asked = self.dice.sample(sorted(QUESTIONS), k=self.dice.randint(0, 6))
                values[name] = {question: self.dice.choice(QUESTIONS[question].answers) for question in asked}
            elif self.dice.random() < 0.6:
                values[name] = self.one(field)
        return {name: value for name, value in values.items() if value is not None}

    def one(self, field):
        if field.choices:
            return self.dice.choice([word for word, _ in field.flatchoices])
        if isinstance(field, models.DateTimeField):
            return datetime(
                2020, 1, 2, 3, 4, self.dice.randint(0, 59), self.dice.randint(0, 999999), tzinfo=UTC
            )
        if isinstance(field, models.DateField):
            return self.day()
        if isinstance(field, models.CharField | models.TextField):
            return self.text(field)
        return None

    def span(self):
        """Return a first and a last day in order, each known somehow."""
        start, values = self.day(-60, 0), {}
        precision = self.dice.choice(["day", "day", "month", "year", "on_or_before", "unknown", ""])
        if precision == "month":
            start = start.replace(day=1)
        if precision == "year":
            start = start.replace(month=1, day=1)
        if precision:
            values |= {"start_precision": precision, "start_on": None if precision == "unknown" else start}
        precision = self.dice.choice(["day", "month", "year", "on_or_before", "unknown", "ongoing", ""])
        stop = self.day(40, 90) if precision not in ("unknown", "ongoing", "") else None
        if precision == "year":
            stop = stop.replace(month=1, day=1)
        elif precision == "month":
            stop = stop.replace(day=1)
        return values | ({"stop_precision": precision, "stop_on": stop} if precision else {})

    def case(self):
        days = {"rash_onset_on": DAY_ZERO}
        for name, (low, high) in DAYS.items():
            on = self.maybe(lambda low=low, high=high: self.day(low, high), 0.4)
            days |= {name: on} if on else {}
        who = {
            "local_id": f"G-{self.seed}",
            "sex": self.dice.choice(["", "female", "male", "other", "unknown"]),
            "birth_on": self.maybe(lambda: date(1950, 1, 1) + timedelta(days=self.dice.randint(0, 9000))),
            "age_years": self.maybe(lambda: self.dice.randint(0, 100)),
            "basis": self.dice.choice(["calendar", "calendar", "relative"]),
        }
        return make_case(self.user, **who, **days, **self.columns(Case))

    def rows(self, case):
        by = {"case": case, "by": self.user}
        for _ in range(self.dice.randint(0, 5)):
            name = self.text(DrugCourse._meta.get_field("name")) or "x"
            role = self.dice.choice(["suspect", "suspect", "concomitant", "treatment"])
            drugs.add_course(name=name, role=role, **self.span(), **self.columns(DrugCourse), **by)
        for _ in range(self.dice.randint(0, 14)):
            self.result(case)
        for _ in range(self.dice.randint(0, 3)):
            self.sample(case)
        for _ in range(self.dice.randint(0, 6)):
            self.finding(case)
        for _ in range(self.dice.randint(0, 3)):
            kind = self.one(Treatment._meta.get_field("kind"))
            cases.add_row(model=Treatment, kind=kind, **self.span(), **self.columns(Treatment), **by)
        for model, name, names in TESTS:
            for _ in range(self.dice.randint(0, 4)):
                own = self.columns(model) | {name: self.dice.choice(names)}
                cases.add_row(model=model, **own, **by)

    def result(self, case):
        analyte = self.dice.choice([a for a in ANALYTES.values() if a.id not in SAMPLED])
        unit = self.dice.choice(list(analyte.family))
        most = 90 if unit in ("%", "Cel") or analyte.id.endswith("_abs") else 3000
        own = self.columns(LabResult)
        limits = (
            self.maybe(lambda: {"lower_limit": "1.5", "upper_limit": str(self.dice.randint(2, 99))}) or {}
        )
        at = self.maybe(
            lambda: time(self.dice.randint(0, 23), self.dice.choice([0, 30]), self.dice.choice([0, 0, 7])),
            0.3,
        )
        where = {"analyte": analyte.id, "taken_on": self.day(-40, 40), "taken_time": at, "unit": unit}
        own = own | limits | {"source": own.get("source") or "typed"} | number("value", self.digits(most))
        self.store(case, where | own)
        if self.dice.random() < 0.2:
            row = {"unit": unit, "upper_limit": str(self.dice.randint(2, 99)), "lower_limit": ""}
            version = get_row(case, analyte.id).version
            labs.set_row(case=case, analyte=analyte.id, version=version, by=self.user, **row)

    def sample(self, case):
        """Add one sample that the score looks at, with a conflict now and then."""
        on, at = self.day(-3, 30), self.maybe(lambda: time(8, 5))
        cells, share = self.dice.randint(4000, 30000), self.dice.randint(0, 40)
        found = [
            ("wbc", f"{cells}", "/uL"),
            ("eosinophils_pct", f"{share}", "%"),
            ("eosinophils_abs", f"{cells * share // 100}", "/uL"),
            ("temperature", "38.50", "Cel"),
            ("alt", f"{self.dice.randint(20, 900)}", "U/L"),
            ("creatinine", f"{self.dice.randint(1, 3)}.50", "mg/dL"),
        ]
        found += self.dice.choices(found[3:], k=self.dice.randint(0, 2))
        for analyte, value, unit in self.dice.sample(found, k=self.dice.randint(1, len(found))):
            value = value if self.dice.random() < 0.9 else f"<{value}"
            where = {"analyte": analyte, "taken_on": on, "taken_time": at, "unit": unit, "source": "typed"}
            self.store(case, where | number("value", value))

    def store(self, case, result):
        """Store one result, also beside another one of its cell."""
        labs.start_rows(case=case, results=[result], by=self.user)
        labs.add_results(case=case, results=[result], by=self.user)

    def finding(self, case):
        kind = self.dice.choice([*FINDINGS.values(), None])
        own = self.columns(Finding)
        if kind is None:
            own |= {
                "finding": "own sign",
                "value_raw": self.dice.choice(["3", "1.5", "seen", "yes"]),
                "unit": "cm",
            }
        elif kind.kind == "number":
            own |= {"finding": kind.id, "unit": kind.unit} | number("value", self.digits(80))
        elif kind.kind == "tri" or kind.id in RASH_FEATURES:
            own |= {"finding": kind.id, "value_raw": self.dice.choice(WORDS)}
        else:
            own |= {"finding": kind.id, "value_raw": self.text(Finding._meta.get_field("value_raw"))}
        cases.add_row(model=Finding, case=case, by=self.user, **own)

    def answers(self, case):
        for item in ITEMS:
            if item.id != "organs" and self.dice.random() < 0.5:
                self.answer(case, item.id, self.dice.choice(list(item.points)))
        if self.dice.random() < 0.2:
            assessments.set_answer(
                case=case, item="organs", answer=str(self.dice.randint(0, 4)), by=self.user
            )
            return
        for organ in ORGANS:
            if self.dice.random() < 0.5:
                self.answer(case, f"organs.{organ}", self.dice.choice(WORDS))

    def answer(self, case, item, word):
        reason = self.dice.choice(["", "not_examined", "pending"]) if word == "unknown" else ""
        more = {
            "reason": reason,
            "explanation": self.dice.choice(["", "", "because =1"]),
            "other_explanation": self.dice.choice(["", "none_found", "possible", "likely"]),
            "since_on": self.maybe(self.day, 0.3),
            "extra": self.extra(),
        }
        assessments.set_answer(case=case, item=item, answer=word, by=self.user, **more)

    def single_rows(self, case):
        by = {"case": case, "version": 0, "by": self.user}
        if self.dice.random() < 0.7:
            values = self.columns(Background)
            if self.dice.random() < 0.6:
                values |= number("creatinine_baseline", "1.10") | {"creatinine_baseline_unit": "mg/dL"}
            elif values.get("creatinine_baseline_choice") == "entered":
                del values["creatinine_baseline_choice"]
            if self.dice.random() < 0.5:
                values |= number("weight", "70.50") | {"weight_unit": "kg"}
            if self.dice.random() < 0.3:
                values["other_conditions"] = self.dice.choice(["cirrhosis", "gout\nHIV", "gout\n\n", "Atopy"])
            cases.save_background(**by, **values)
        if self.dice.random() < 0.6:
            cases.save_outcome(**by, **self.columns(Outcome))
        if self.dice.random() < 0.6:
            cases.save_exposures(**by, **self.columns(ExposureHistory))


def make_any_case(user, seed):
    """Return the stored case of a seed."""
    maker = Maker(user, seed)
    case = maker.case()
    with changing(case):
        maker.rows(case)
        maker.answers(case)
        maker.single_rows(case)
    return Case.objects.select_related("patient").get(pk=case.pk)
