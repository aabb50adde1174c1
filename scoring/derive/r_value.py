"""The R value: whether a liver injury is of the hepatocellular, the mixed or the cholestatic pattern."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.derive.labs import LabTable
from scoring.derive.multiples import Multiple, bound_between, multiples_of, show_times
from scoring.facts import LabPoint, Measure
from scoring.kernel.citation import R_VALUE, threshold
from scoring.kernel.result import Evidence

TITLE = "R value"
EXACTLY_2 = "exactly 2 is cholestatic in many texts, mixed in the one read"
HEPATOCELLULAR_FROM = threshold("5", "1", R_VALUE, "V")
CHOLESTATIC_BELOW = threshold("2", "1", R_VALUE, "V")


@dataclass(frozen=True, slots=True)
class RValue:
    """The R value of one sample and its pattern, which is empty where a bound leaves it open."""

    alt: Multiple
    alp: Multiple
    ratio: Measure
    pattern: str

    @property
    def point(self) -> LabPoint:
        """The ALT, which stands for the sample."""
        return self.alt.point

    @property
    def number(self) -> str:
        """The R value as people read it, rounded but never across a threshold."""
        return show_times(self.ratio, CHOLESTATIC_BELOW.value, HEPATOCELLULAR_FROM.value)

    @property
    def working(self) -> str:
        """What was divided by what: `ALT 212 U/L ÷ limit 40 U/L, over ALP 90 U/L ÷ limit 120 U/L`."""
        return f"ALT {self.alt.working}, over ALP {self.alp.working}"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The two results that this rests on."""
        return self.alt.evidence, self.alp.evidence


def r_values(table: LabTable) -> tuple[RValue, ...]:
    """Return the R value of each sample that has ALT and ALP with an upper limit each; earliest first."""
    alps = {alp.point.sample: alp for alp in multiples_of(table, "alp")}
    pairs = ((alt, alps.get(alt.point.sample)) for alt in multiples_of(table, "alt"))
    return tuple(found for alt, alp in pairs if alp and (found := _r_value(alt, alp)))


def _r_value(alt: Multiple, alp: Multiple) -> RValue | None:
    """Divide; None where ALP is zero, or where two bounds pull the ratio apart."""
    bound = bound_between(alt.value, alp.value)
    if bound is None or not alp.value.value:
        return None
    # Crosswise: no division rounds a ratio across a threshold.
    over, under = alt.value.value * alp.own, alt.own * alp.value.value
    return RValue(alt, alp, Measure(over / under, bound), _pattern(Measure(over, bound), under))


def _pattern(over: Measure, under: Decimal) -> str:
    high, low = HEPATOCELLULAR_FROM.value * under, CHOLESTATIC_BELOW.value * under
    if over.is_at_least(high):
        return "hepatocellular"
    if over.is_below(low):
        return "cholestatic"
    return "mixed" if over.is_at_least(low) and over.is_below(high) else ""
