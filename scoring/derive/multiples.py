"""Results as multiples of their own upper limit, each with the limit that it was divided by."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.analytes import ANALYTES
from scoring.derive.crossings import show_ratio
from scoring.derive.labs import LabTable, Limit, upper_limit
from scoring.facts import LabPoint, Measure
from scoring.kernel.result import Evidence
from scoring.kernel.tri import Tri, decide

# The tests of which a multiple of the limit is told (clinical reference 7.4 and 1.4).
TESTS = (
    "ast", "alt", "alp", "ggt", "bilirubin_total", "bilirubin_direct", "ldh", "lipase", "amylase", "ck",
)  # fmt: skip
MARKS = (Decimal(1), Decimal(2), Decimal(3))  # the multiples that rules ask for: no rounding crosses one
_OPPOSITE = {"": "", "<": ">", ">": "<"}


@dataclass(frozen=True, slots=True)
class Multiple:
    """One result with the upper limit that it is divided by: `value` and `own` stand in one unit."""

    point: LabPoint
    limit: Limit
    value: Measure
    own: Decimal

    @property
    def times(self) -> Measure:
        """How many times its limit the result is."""
        return Measure(self.value.value / self.own, self.value.comparator)

    def at_least(self, multiple: Decimal) -> Tri:
        """Say whether the result is at or above a multiple of its limit; unknown where a bound is open."""
        bound = self.own * multiple
        return decide(is_yes=self.value.is_at_least(bound), is_no=self.value.is_below(bound))

    def above(self, multiple: Decimal) -> Tri:
        """Say whether the result is above a multiple of its limit; unknown where a bound is open."""
        bound = self.own * multiple
        return decide(is_yes=self.value.is_above(bound), is_no=self.value.is_at_most(bound))

    @property
    def number(self) -> str:
        """The multiple as people read it, rounded but never across a mark: `5.2`."""
        return show_times(self.times, *MARKS)

    @property
    def words(self) -> str:
        """The test and its multiple: `ALT 5.2×`."""
        return f"{ANALYTES[self.point.analyte].name} {self.number}×"

    @property
    def working(self) -> str:
        """What was divided by what: `212 U/L ÷ limit 40 U/L`."""
        return f"{self.point.shown} ÷ {self.limit.shown}"

    @property
    def evidence(self) -> Evidence:
        """The result that this rests on."""
        return Evidence(self.point.shown, self.point.ref)


def show_times(measure: Measure, *marks: Decimal) -> str:
    """Return a ratio with two decimals, or with enough digits not to carry it across a mark."""
    return f"{measure.comparator}{show_ratio(measure.value, *marks)}"


def title_of(analyte: str) -> str:
    """Return what the multiples of a test are called: `ALT × ULN`."""
    return f"{ANALYTES[analyte].name} × ULN"


def multiple_of(point: LabPoint) -> Multiple | None:
    """Return a result with its upper limit; None where there is none to divide by."""
    limit = upper_limit(point)
    if limit is None or not limit.value:
        return None
    if limit.unit == point.unit:  # as entered, nothing is lost in a conversion
        return Multiple(point, limit, point.value, limit.given)
    return Multiple(point, limit, point.canonical, limit.value)


def multiples_of(table: LabTable, analyte: str) -> tuple[Multiple, ...]:
    """Return every usable result of one test that has an upper limit, in the episode or not, in order."""
    return tuple(found for point in table.of(analyte) if (found := multiple_of(point)))


def bound_between(rising: Measure, falling: Measure) -> str | None:
    """Return the bound of what rises with one measure and falls with the other; None if they pull apart."""
    bounds = {rising.comparator, _OPPOSITE[falling.comparator]} - {""}
    return None if len(bounds) == 2 else "".join(bounds)
