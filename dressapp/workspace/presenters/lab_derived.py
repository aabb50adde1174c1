"""Rows of the lab grid that follow from other rows: each under its inputs, with its source and its caveat."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from dressapp.labs.selectors import Moment
from scoring.derive import hys_law, kidney, multiples, r_value
from scoring.derive.hys_law import HysLaw, HysSample
from scoring.derive.kidney import CreatinineSample, KidneyCourse
from scoring.derive.multiples import Multiple
from scoring.derive.r_value import RValue
from scoring.facts import LabPoint
from scoring.kernel.citation import HYS_LAW, KDIGO_STAGES, R_VALUE, Citation
from scoring.kernel.tri import Tri

from .lab_words import LabDay, sample_of

HIGH = "is-high"
SOFT_HYPHEN = "\u00ad"
# A column is narrower than the longer patterns.
PATTERNS = {"hepatocellular": f"hepato{SOFT_HYPHEN}cellular", "cholestatic": f"chole{SOFT_HYPHEN}static"}
MULTIPLES_RULE = "a value divided by its own upper limit, both in one unit."
HYS_RULE = (
    f"ALT or AST from {hys_law.AMINOTRANSFERASE_FROM.value}× and total bilirubin above "
    f"{hys_law.BILIRUBIN_ABOVE.value}× their limits with ALP not raised, in one sample (our reading: the "
    "source does not say); an assumed limit is not used. Other causes are the clinician's to exclude."
)
R_RULE = (
    f"ALT × ULN ÷ ALP × ULN of one sample: from {r_value.HEPATOCELLULAR_FROM.value} hepatocellular, below "
    f"{r_value.CHOLESTATIC_BELOW.value} cholestatic, mixed between; {r_value.EXACTLY_2}."
)


class OfSample(Protocol):
    """Something that follows from one sample, which a result stands for."""

    @property
    def point(self) -> LabPoint:
        """The result."""


T = TypeVar("T", bound=OfSample)


@dataclass(frozen=True, slots=True)
class DerivedCell:
    """One derived value: the number, what it is read as (a stage, a pattern, a verdict), and its inputs."""

    css: str = ""
    text: str = ""
    reading: str = ""
    words: str = ""


EMPTY = DerivedCell()


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """What follows from the rows above it: short words of source and caveat, and the rule in full."""

    analyte: str
    name: str
    source: str
    rule: str
    cells: tuple[DerivedCell, ...]
    before: DerivedCell | None = None
    before_day: str = ""
    is_computed: bool = True
    is_derived: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """Where derived values are shown: the dates of the page, and the first day of the illness."""

    assessment: Any
    samples: tuple[str, ...]
    days: tuple[LabDay, ...]

    def row(
        self,
        id: str,
        name: str,
        found: Sequence[T],
        tell: Callable[[T], DerivedCell],
        *,
        source: str,
        rule: str,
    ) -> DerivedRow:
        """Return a row of what was derived, each value at its sample."""
        by_sample = {one.point.sample: one for one in found}
        there = zip((by_sample.get(sample) for sample in self.samples), self.days, strict=True)
        cells = tuple(_cell(tell(one) if one else EMPTY, day) for one, day in there)
        start = self.assessment.facts.dates.episode_start
        before = next((one for one in reversed(found) if start and one.point.on < start), None)
        if before is None:
            return DerivedRow(id, name, source, rule, cells)
        number = self.assessment.facts.day_number(before.point.on)
        day = f"day {number}".replace("-", "−")
        return DerivedRow(id, name, source, rule, cells, tell(before), day)


def _cell(told: DerivedCell, day: LabDay) -> DerivedCell:
    css = f"{day.css} {told.css}".strip()
    return DerivedCell(css, told.text, told.reading, told.words)


def present_derived(
    moments: Iterable[Moment], days: tuple[LabDay, ...], assessment: Any
) -> Mapping[str, tuple[DerivedRow, ...]]:
    """Return the derived rows by the test that they stand under; nothing without an assessment."""
    if assessment is None:
        return {}
    columns = Columns(assessment, tuple(sample_of(moment) for moment in moments), days)
    rows: dict[str, tuple[DerivedRow, ...]] = {}
    for under, row in _rows(columns):
        rows[under] = (*rows.get(under, ()), row)
    return rows


def list_rules(rows: Iterable[Any]) -> dict[str, str]:
    """Return how the derived rows are made, by name; multiples of limits are all made alike."""
    return {row.name if row.rule != MULTIPLES_RULE else "× ULN": row.rule for row in rows if row.is_derived}


def _rows(columns: Columns) -> Iterator[tuple[str, DerivedRow]]:
    facts, table = columns.assessment.facts, columns.assessment.labs
    if course := kidney.kidney_course(facts, table):
        yield "creatinine", _creatinine(columns, course)
    for analyte in multiples.TESTS:
        if found := multiples.multiples_of(table, analyte):
            yield analyte, _multiples(columns, analyte, found)
    if values := r_value.r_values(table):
        yield (
            "alp",
            columns.row(
                "r_value", r_value.TITLE, values, _tell_r_value, source=R_SOURCE, rule=_cited(R_RULE, R_VALUE)
            ),
        )
    if law := hys_law.hys_law(facts, table):
        yield "bilirubin_total", _hys_law(columns, law)


def _cited(rule: str, source: Citation) -> str:
    return f"{rule} Source: {source.reference}; {source.read}."


def _multiples(columns: Columns, analyte: str, found: Sequence[Multiple]) -> DerivedRow:
    assumed = [one.limit.is_assumed for one in found]
    limit = "assumed limit" if all(assumed) else "limit, in part assumed" if any(assumed) else "limit"
    return columns.row(
        f"{analyte}_x_limit",
        multiples.title_of(analyte),
        found,
        _tell_multiple,
        source=f"derived: value ÷ {limit}",
        rule=MULTIPLES_RULE,
    )


def _tell_multiple(found: Multiple) -> DerivedCell:
    return DerivedCell(text=found.number, words=found.working)


def _creatinine(columns: Columns, course: KidneyCourse) -> DerivedRow:
    baseline = course.baseline.words if course.baseline else ""

    def tell(sample: CreatinineSample) -> DerivedCell:
        is_staged = sample.stages is not None
        ratio = f"{sample.point.shown} ÷ baseline {baseline}" if baseline else sample.point.shown
        why = f"KDIGO {sample.stage} {kidney.BY_CREATININE}: {sample.why}" if is_staged else ratio
        is_stage = bool(sample.stages and sample.stages[0])
        reading = sample.stage if is_stage else ""
        return DerivedCell(HIGH if is_stage else "", sample.number, reading, why)

    judged = course.why if course.highest is None else f"{kidney.BY_CREATININE}; {kidney.NOT_JUDGED}"
    return columns.row(
        "creatinine_x_baseline",
        f"{kidney.TITLE} · {KDIGO_STAGES.name}",
        course.samples,
        tell,
        source=f"derived, {KDIGO_STAGES.name}: {judged}",
        rule=_cited(f"{course.why}.", KDIGO_STAGES),
    )


R_SOURCE = f"derived, {R_VALUE.name}: ALT × ULN ÷ ALP × ULN; in many texts exactly 2 is cholestatic"


def _tell_r_value(found: RValue) -> DerivedCell:
    pattern = found.pattern or "pattern not decided"
    return DerivedCell("", found.number, PATTERNS.get(pattern, pattern), found.working)


def _hys_law(columns: Columns, law: HysLaw) -> DerivedRow:
    verdict = hys_law.VERDICTS[law.verdict]
    reason = "of one sample, our reading" if law.samples else law.why
    return columns.row(
        "hys_law",
        hys_law.TITLE,
        law.samples,
        _tell_verdict,
        source=f"derived, {HYS_LAW.name}: {verdict}; {reason}",
        rule=_cited(f"{verdict}: {law.why}. {HYS_RULE}", HYS_LAW),
    )


def _tell_verdict(sample: HysSample) -> DerivedCell:
    css = HIGH if sample.verdict is Tri.YES else ""
    return DerivedCell(css, "", hys_law.VERDICTS[sample.verdict], sample.why)
