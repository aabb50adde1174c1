"""Single results for the criteria: with a limit of the laboratory's own, or without one."""

from datetime import date
from decimal import Decimal

from scoring.facts import LabPoint, Measure

DAY = date(2020, 3, 2)
# Transaminases with a limit of 40: from twice it, below, and none.
ENZYMES = [("80", True), ("79.9", False), (None, None)]


def plain(analyte, value, unit):
    """Return one result without a limit, or none."""
    return () if value is None else (LabPoint(analyte, DAY, DAY.isoformat(), Measure(Decimal(value)), unit),)


def limited(analyte, value, upper="40"):
    """Return one result with a limit of the laboratory's own, or none."""
    if value is None:
        return ()
    return (LabPoint(analyte, DAY, DAY.isoformat(), Measure(Decimal(value)), "U/L", Decimal(upper)),)
