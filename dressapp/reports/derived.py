"""What follows from the results, a line each: R value, KDIGO stage, Hy's law criteria."""

from collections.abc import Iterator

from scoring.derive import hys_law, r_value
from scoring.derive.hys_law import HysLaw
from scoring.derive.kidney import kidney_course
from scoring.derive.labs import read_labs
from scoring.derive.r_value import RValue
from scoring.facts import CaseFacts
from scoring.kernel.citation import HYS_LAW, KDIGO_STAGES, R_VALUE, Citation

from .sections import Row, row


def present_derived(facts: CaseFacts) -> list[Row]:
    """Return the lines that the results of the case allow, each with its source."""
    return list(_lines(facts))


def _lines(facts: CaseFacts) -> Iterator[Row]:
    table = read_labs(facts)
    values = [value for value in r_value.r_values(table) if facts.in_episode(value.point.on)]
    if values:
        yield row(r_value.TITLE, _cited(_pattern(facts, values), R_VALUE))
    if course := kidney_course(facts, table):
        yield row("Creatinine, KDIGO", _cited(course.why, KDIGO_STAGES))
    if law := hys_law.hys_law(facts, table):
        yield row(hys_law.TITLE, _cited(_verdict(law), HYS_LAW))


def _cited(words: str, source: Citation) -> str:
    return f"{words} (source: {source.name})"


def _pattern(facts: CaseFacts, values: list[RValue]) -> str:
    """Return the first R value of the illness and, where there are others, the last."""
    first, last = values[0], values[-1]
    told = _told(facts, first)
    return f"{told}; last {_told(facts, last)}" if last is not first else told


def _told(facts: CaseFacts, value: RValue) -> str:
    pattern = value.pattern or "pattern not decided"
    return f"{value.number}, {pattern}, on {facts.name_day(value.point.on)}: {value.working}"


def _verdict(law: HysLaw) -> str:
    reading = "; of one sample, our reading" if law.samples else ""
    return f"{hys_law.VERDICTS[law.verdict]}: {law.why}{reading}"
