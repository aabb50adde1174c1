"""The limits that stand in a table beside its values, read once each."""

from collections.abc import Iterable, Iterator

from .cells import NUMBER, CellText, take_apart
from .limits import Limits, read_limits, take_range
from .parts import Aside
from .plan import LimitsText, Plan, TestText

NOT_READ = "These limits cannot be read. Type them at the test if they are wanted."
OTHER_UNIT = "These limits are in another unit than the values. Type them at the test if they are wanted."
NO_LIMITS = ("", "", "")

Read = tuple[str, str, str]  # lower limit, upper limit, the text of their unit


def limit_numbers(plan: Plan, parts: Iterable[CellText]) -> Iterator[str]:
    """Yield the numbers of all limits of a table, which may tell how decimals are written."""
    texts = [*plan.limits, *(LimitsText(test.limits) for test in plan.tests)]
    texts += [LimitsText(part.limits_text) for part in parts if part.limits_text]
    for text in texts:
        lower, upper, _ = take_limits(text) or NO_LIMITS
        yield from filter(None, (lower, upper))


def take_limits(text: LimitsText) -> Read | None:
    """Return the texts of lower limit, upper limit and their unit; None where they are something else."""
    if text.range:
        return take_range(text.range)
    parts = [take_apart(side) for side in (text.lower, text.upper)]
    if not any(part.digits for part in parts):
        return None if text.lower or text.upper else NO_LIMITS
    units = {part.unit_text for part in parts if part.kind == NUMBER}
    return (parts[0].digits, parts[1].digits, units.pop()) if len(units) == 1 else None


class LimitReader:
    """Read the limits of one table under its decimal sign; those that cannot be read are listed."""

    def __init__(self, plan: Plan, decimal: str) -> None:
        """Take the plan that says where limits stand, and the sign in force, empty where it is open."""
        self.plan, self.decimal = plan, decimal
        self._left: dict[Aside, None] = {}
        self._read: dict[LimitsText, Read] = {}

    def text_of(self, test: TestText, place: int) -> LimitsText:
        """Return the limits beside a test's value: those of its line or column, else those in its name."""
        beside = self.plan.limits[place]
        return beside if any(beside) else LimitsText(test.limits)

    def read(self, text: LimitsText, where: str) -> Read:
        """Return limits in their stored form with the text of their unit."""
        if text not in self._read:
            self._read[text] = self._try(text, where)
        return self._read[text]

    def _try(self, text: LimitsText, where: str) -> Read:
        """Read limits for the first time."""
        taken = take_limits(text)
        limits: Limits | None = read_limits(taken[0], taken[1], self.decimal) if taken else None
        if taken and limits:
            return *limits, taken[2]
        if self.decimal:
            self.leave(text, where, NOT_READ)
        return NO_LIMITS

    def leave(self, text: LimitsText, where: str, why: str = OTHER_UNIT) -> None:
        """List limits that are not taken over, each once."""
        self._left[Aside(where, " ".join(filter(None, text)), why)] = None

    @property
    def aside(self) -> list[Aside]:
        """The limits that are not taken over."""
        return list(self._left)
