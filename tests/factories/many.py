"""A case with many rows of every kind, to count what a page costs."""

from datetime import timedelta

from dressapp.cases.models import CauseTest, Treatment, VirusTest
from dressapp.cases.services import add_row
from dressapp.workspace.services import changing
from tests.factories.records import make_drug, make_finding, make_lab, number


def record_much(case, user, count):
    """Record so many rows of each kind."""
    with changing(case):
        for turn in range(count):
            on = case.rash_onset_on + timedelta(days=turn - count)
            make_drug(case, user, name=f"drug {turn}", start_on=on)
            make_lab(case, user, analyte="ast", value=f"{turn + 10}", on=on)
            make_finding(case, user, finding=f"sign_{turn}")
            add_row(model=CauseTest, case=case, by=user, test=f"test {turn}", result="negative")
            add_row(model=VirusTest, case=case, by=user, virus=f"virus {turn}", result="negative")
            step = {"kind": "systemic_steroid", "name": "prednisolone", "dose_unit": "mg/d", "start_on": on}
            add_row(
                model=Treatment, case=case, by=user, start_precision="day", **step, **number("dose", "40")
            )
