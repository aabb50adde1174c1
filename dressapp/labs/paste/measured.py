"""One test of a table with its values: which test it is, in what unit, and what its values came to."""

from collections.abc import Sequence
from decimal import Decimal

from dressapp.labs.unit_words import read_unit
from scoring.analytes import ANALYTES

from .checks import check_values
from .drafts import Draft
from .limit_texts import LimitReader
from .measures import CHOSEN, Measure, find_measure, misfit, typed_limits
from .naming import Named, Names, name_test
from .parts import ASKED, REFUSED, VALUE, Aside, Choices, Known, TestHead
from .plan import LimitsText, TestText

READ = (VALUE, ASKED)


class Measured:
    """A test of the table on its way to a head: its name first, its unit once its values are read."""

    def __init__(
        self, text: TestText, drafts: Sequence[Draft], choices: Choices, known: Known, names: Names
    ) -> None:
        """Name the test by the unit chosen, beside it, or in every cell."""
        self.text, self.drafts, self.choices = text, drafts, choices
        self.known, self.names = known, names
        self.measure = Measure()
        self.named = self._name(())
        self._limits: dict[tuple[int, str, str], tuple[str, str]] = {}

    def _name(self, values: Sequence[Decimal]) -> Named:
        """Return which test the name stands for."""
        unit = self.choices.units.get(self.text.key) or self.text.unit_text or self._unit_in_cells()
        return name_test(self.text, unit, values, self.choices, self.names)

    def _unit_in_cells(self) -> str:
        """Return the text of the unit that every cell with a number carries."""
        own = {draft.part.unit_text for draft in self.drafts if draft.part.digits}
        return own.pop() if len(own) == 1 else ""

    @property
    def analyte(self) -> str:
        """The test that the name stands for, or may stand for once somebody confirms it."""
        return self.named.analyte

    def settle(self) -> None:
        """Give each value its unit, and check what the values are by themselves."""
        read = [draft for draft in self.drafts if draft.state in READ and draft.number.raw]
        values = [draft.number.value for draft in read if not self._own(draft)]
        if self.named.problem:
            self.named = self._name(values)
        if not self.analyte:
            return
        self.measure = find_measure(self.text, self.analyte, values, self.choices, self.known)
        for draft in self.drafts:
            if draft.state in READ:
                self._give_unit(draft)
        self._check(values)

    def _own(self, draft: Draft) -> str:
        """Return the text of a unit that a cell carries and its test does not."""
        unit = draft.part.unit_text
        return unit if unit != self.text.unit_text else ""

    def _give_unit(self, draft: Draft) -> None:
        """Give a value its own unit, else that of its test."""
        own = self._own(draft)
        draft.unit = read_unit(own, self.analyte) if own else self.measure.unit
        if own and not draft.unit:
            name = ANALYTES[self.analyte].name
            do = "Leave it out" if draft.is_typed else "Type the number, or leave it out"
            draft.settle(REFUSED, f"{own} is no unit of {name}. {do}.")

    def _check(self, values: Sequence[Decimal]) -> None:
        """Refuse what cannot be; ask about single values, or about the unit where none fits it."""
        ready = [draft for draft in self.drafts if draft.state == VALUE and draft.unit]
        odd = check_values(self.analyte, ready)
        is_settled = self.measure.how == CHOSEN or self.measure.problem or len(odd) < len(ready)
        if odd and not is_settled and all(draft.unit == self.measure.unit for draft, _ in odd):
            doubtful = misfit(self.analyte, self.measure, values, self.known)
            if len(odd) > 1 or any(one.unit != self.measure.unit for one in doubtful.suggestions):
                self.measure = doubtful
                return
        for draft, words in odd:
            draft.settle(ASKED, words)

    def limits_of(self, draft: Draft, limits: LimitReader) -> tuple[str, str]:
        """Return the lower and upper limit of a value, in its unit."""
        name = (draft.slot.limits, draft.part.limits_text, draft.unit)
        if name not in self._limits:
            self._limits[name] = self._find_limits(draft, limits)
        return self._limits[name]

    def _find_limits(self, draft: Draft, limits: LimitReader) -> tuple[str, str]:
        """Return the limits that were typed, stand in the cell, or beside it; none in another unit."""
        if self.text.key in self.choices.limits and draft.unit == self.measure.unit:
            return typed_limits(self.choices.limits[self.text.key])
        in_cell = LimitsText(draft.part.limits_text)
        text = in_cell if any(in_cell) else limits.text_of(self.text, draft.slot.limits)
        lower, upper, unit_text = limits.read(text, self.text.place)
        unit = read_unit(unit_text, self.analyte) if unit_text else self.measure.unit
        if any(in_cell) and not unit_text:
            unit = draft.unit
        if unit == draft.unit or not (lower or upper):
            return lower, upper
        limits.leave(text, self.text.place)
        return "", ""

    def head(self) -> TestHead:
        """Return the test as the preview shows it, once its cells are made."""
        named, measure, text = self.named, self.measure, self.text
        pairs = set(self._limits.values())
        lower, upper = pairs.pop() if len(pairs) == 1 else ("", "")
        if text.key in self.choices.limits:
            lower, upper = typed_limits(self.choices.limits[text.key])
        return TestHead(
            text.key,
            text.text,
            text.place,
            named.analyte,
            named.certainty,
            named.how,
            named.alternatives,
            measure.unit,
            text.unit_text or self._unit_in_cells(),
            measure.how or self._how_in_cells(),
            measure.suggestions,
            lower,
            upper,
            bool(named.why_aside),
            named.problem,
            measure.problem,
        )

    def _how_in_cells(self) -> str:
        """Say that the unit stands in the cells, where it does."""
        return "cell" if self._unit_in_cells() else ""

    def aside(self) -> Aside | None:
        """Return the test as a line that stays out, with the reason."""
        return Aside(self.text.place, self.text.text, self.named.why_aside) if self.named.why_aside else None
