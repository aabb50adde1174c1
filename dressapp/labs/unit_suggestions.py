"""Say which unit the numbers of a test can be in, and why; nothing is ever chosen here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from scoring.analytes import ANALYTES, Analyte
from scoring.kernel import units

from .paste.parts import UnitSuggestion
from .plausibility import name_unit

SHORT = Context(prec=3)
NEAR_ZERO = Decimal("1e-9")
# Units that few laboratories use: suggested only where they lie nearer to the usual range.
SELDOM = {"10*2/uL", "10*4/uL"}
SELDOM_OF_TEST = {
    "creatinine": {"mg/L"},
    "bilirubin_total": {"mg/L"},
    "bilirubin_direct": {"mg/L"},
    "urea": {"g/L"},
    "triglycerides": {"g/L"},
    "glucose": {"g/L"},
    "free_t4": {"pg/mL"},
    "hemoglobin": {"mg/dL"},
    "albumin": {"mg/dL"},
    "fibrinogen": {"g/dL"},
}


@dataclass(frozen=True, slots=True)
class Trial:
    """The numbers of a test, the lowest first, taken in one of its units."""

    analyte: Analyte
    unit: str
    numbers: Sequence[Decimal]

    @property
    def is_seldom(self) -> bool:
        """Tell whether few laboratories use the unit."""
        return self.unit in SELDOM | SELDOM_OF_TEST.get(self.analyte.id, set())

    @property
    def middle(self) -> Decimal:
        """The number in the middle."""
        return self.numbers[len(self.numbers) // 2]

    @property
    def broken(self) -> str:
        """The first number that is no whole number of cells, where the unit counts single cells."""
        is_count = self.analyte.unit == "/uL" and self.analyte.family[self.unit].times == 1
        parts = [number for number in self.numbers if number != number.to_integral_value()]
        return units.shown(parts[0]) if is_count and parts else ""

    @property
    def times_away(self) -> Decimal:
        """How many times the middle number lies outside the usual range; 1 within it."""
        value = self.analyte.canonical(self.middle, self.unit)
        lower, upper = usual_range(self.analyte)
        if upper is not None and value > upper:
            return value / upper
        if lower is not None and value < lower:
            return lower / max(value, NEAR_ZERO)
        return Decimal(1)

    @property
    def rank(self) -> tuple[bool, Decimal]:
        """What orders the trials, the likeliest first."""
        return bool(self.broken), self.times_away

    @property
    def problem(self) -> str:
        """Why a number cannot be in the unit, or nothing."""
        low, high = self.analyte.plausible
        for number, limit, side in ((self.numbers[0], low, "below"), (self.numbers[-1], high, "above")):
            value = self.analyte.canonical(number, self.unit)
            if (value < limit) if side == "below" else (value > limit):
                return self._refusal(number, value, f"{side} {self._canonical(limit)}")
        return ""

    def _refusal(self, number: Decimal, value: Decimal, beyond: str) -> str:
        """Word why one number is out of the plausible range."""
        meant = "" if value == number else f"that is {self._canonical(value)}, and "
        values = f"values {beyond} are not plausible for {in_sentence(self.analyte.name)}"
        return f"{units.shown(number)} cannot be {name_unit(self.unit)}: {meant}{values}."

    def _canonical(self, value: Decimal) -> str:
        """Word a value in the unit that the test is compared in."""
        return units.with_unit(units.shown(units.plain(_short(value))), self.analyte.unit)

    @property
    def place(self) -> str:
        """Where the numbers lie, against the usual range."""
        if self.broken:
            return f"{self.broken} would not be a whole number of cells."
        middle = units.shown(self.middle)
        subject = middle if len(self.numbers) == 1 else f"The middle value, {middle},"
        value = self.analyte.canonical(self.middle, self.unit)
        lower, upper = usual_range(self.analyte)
        if upper is not None and value > upper:
            times = units.shown(units.plain(_short(self.times_away)))
            return f"{subject} is {times} times the usual upper limit of {self._here(upper)}."
        if lower is not None and value < lower:
            return f"{subject} is below the usual lower limit of {self._here(lower)}."
        return f"{subject} is plausible." if upper is None else f"{subject} lies in the usual range."

    def _here(self, limit: Decimal) -> str:
        """Word a limit of the catalogue in this unit."""
        value = _short(limit / self.analyte.family[self.unit])
        return units.with_unit(units.shown(units.plain(value)), self.unit)


def usual_range(analyte: Analyte) -> tuple[Decimal | None, Decimal | None]:
    """Return the assumed limits of a test; those of a kind of white cell from its share of them."""
    share = ANALYTES.get(analyte.id.replace("_abs", "_pct"))
    cells = ANALYTES["wbc"]
    if analyte.upper is not None or share is None or share is analyte:
        return analyte.lower, analyte.upper
    return _part(cells.lower, share.lower), _part(cells.upper, share.upper)


def _part(count: Decimal | None, percent: Decimal | None) -> Decimal | None:
    """Return a share of a count, where both are known."""
    return None if count is None or percent is None else count * percent / 100


def suggest_units(
    analyte_id: str, values: Sequence[Decimal], case_unit: str = ""
) -> tuple[UnitSuggestion, ...]:
    """Return the units in which all values are plausible, the likeliest first, each with its reason."""
    analyte = ANALYTES[analyte_id]
    if not values:
        return (UnitSuggestion(case_unit, _of_case(case_unit)),) if case_unit in analyte.family else ()
    trials = [Trial(analyte, unit, sorted(values)) for unit in _one_an_amount(analyte, case_unit)]
    against = next((trial.problem for trial in trials if trial.problem), "")
    return tuple(
        UnitSuggestion(trial.unit, _reason(trial, case_unit, against))
        for trial in _likeliest([trial for trial in trials if not trial.problem], case_unit)
    )


def _one_an_amount(analyte: Analyte, case_unit: str) -> list[str]:
    """Return the units of a test, each amount once: in the case's unit, else in the first."""
    by_amount: dict[tuple[Decimal, bool], str] = {}
    for unit in sorted(analyte.family, key=lambda unit: unit != case_unit):
        by_amount.setdefault(_amount(analyte, unit), unit)
    return list(by_amount.values())


def _amount(analyte: Analyte, unit: str) -> tuple[Decimal, bool]:
    """Return what tells the amount of one unit of a test from that of another."""
    return Decimal(1) * analyte.family[unit], unit == "[degF]"


def _likeliest(trials: list[Trial], case_unit: str) -> list[Trial]:
    """Return the trials, the case's unit first, then by nearness; a seldom unit only where it is nearest."""
    usual = [trial for trial in trials if trial.unit == case_unit or not trial.is_seldom]
    nearest = min((trial.rank for trial in usual), default=None)
    usual.sort(key=lambda trial: (trial.unit != case_unit, trial.rank))
    seldom = [trial for trial in trials if trial not in usual]
    return usual + [trial for trial in seldom if nearest is None or trial.rank < nearest]


def _reason(trial: Trial, case_unit: str, against: str) -> str:
    """Say why a unit fits, that the case has it already, and why another one does not."""
    of_case = _of_case(case_unit) if trial.unit == case_unit else ""
    same = [
        name_unit(unit)
        for unit in trial.analyte.family
        if _amount(trial.analyte, unit) == _amount(trial.analyte, trial.unit)
        and name_unit(unit) != name_unit(trial.unit)
    ]
    alike = f"The same number as in {' or '.join(dict.fromkeys(same))}." if same else ""
    return " ".join(part for part in (of_case, trial.place, against, alike) if part)


def _of_case(unit: str) -> str:
    """Say that the case's row is in a unit."""
    return f"The case's row is in {name_unit(unit)}."


def _short(value: Decimal) -> Decimal:
    """Return a number with three digits that count, or all of a whole number."""
    return value if value == value.to_integral_value() else SHORT.create_decimal(value)


def in_sentence(name: str) -> str:
    """Return a test's name within a sentence: `white cells`, but `AST`."""
    return name if name[:2].isupper() else name[0].lower() + name[1:]
