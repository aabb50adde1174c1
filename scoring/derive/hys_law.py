"""Hy's law criteria, met, not met or not judged: what the results say, never a prognosis.

ALT or AST, total bilirubin and ALP are taken from one sample. That is our own reading: the sources read do
not say (clinical reference 7.4). An assumed limit is not a limit here; a site's is one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.analytes import ANALYTES
from scoring.derive.labs import LabTable
from scoring.derive.multiples import Multiple, multiple_of
from scoring.facts import CaseFacts, LabPoint
from scoring.kernel.citation import HYS_LAW, threshold
from scoring.kernel.result import Evidence
from scoring.kernel.tri import Tri, all_of, any_of, opposite

TITLE = "Hy's law criteria"
AMINOTRANSFERASE_FROM = threshold("3", "xULN", HYS_LAW, "V2")
BILIRUBIN_ABOVE = threshold("2", "xULN", HYS_LAW, "V2")
ALP_UP_TO = threshold("1", "xULN", HYS_LAW, "V2")

OTHER_CAUSES = "other causes are the clinician's to exclude"
VERDICTS = {Tri.YES: "met", Tri.NO: "not met", Tri.UNKNOWN: "not judged"}

_CELLS, _BILIRUBIN, _ALP = ("alt", "ast"), "bilirubin_total", "alp"
_TESTS = (*_CELLS, _BILIRUBIN, _ALP)
_NAMES = {name: ANALYTES[name].name for name in _TESTS} | {_BILIRUBIN: "bilirubin"}
_RANK = {Tri.YES: 2, Tri.UNKNOWN: 1, Tri.NO: 0}


@dataclass(frozen=True, slots=True)
class HysSample:
    """The criteria in one sample, with the reason and the results that it rests on."""

    point: LabPoint
    verdict: Tri
    why: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class HysLaw:
    """The criteria in the episode; *unknown* is not judged. Without samples none could be judged at all."""

    verdict: Tri
    why: str
    samples: tuple[HysSample, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def hys_law(facts: CaseFacts, table: LabTable) -> HysLaw | None:
    """Judge the criteria in the episode; None where no sample has ALT or AST with total bilirubin."""
    samples = _samples(facts, table)
    if not any(map(_is_whole, samples)):
        return None
    if facts.conditions.get("cirrhosis") is Tri.YES:
        return HysLaw(Tri.UNKNOWN, "cirrhosis is on record")
    panels = [panel for points in samples if (panel := _panel(points)).is_telling]
    deciding = max(panels, key=lambda panel: panel.weight)
    met = sum(panel.verdict is Tri.YES for panel in panels)
    more = f"; met in {met} samples" if met > 1 else ""
    why = f"{deciding.why(facts)}{more}{table.set_aside(facts, *_TESTS)}"
    judged = tuple(HysSample(p.first, p.verdict, p.why(facts), p.evidence) for p in panels)
    return HysLaw(deciding.verdict, why, judged, deciding.evidence)


def _samples(facts: CaseFacts, table: LabTable) -> list[dict[str, LabPoint]]:
    """Return the liver tests of each sample of the episode, earliest first."""
    samples: dict[str, dict[str, LabPoint]] = {}
    for name in _TESTS:
        for point in table.of(name):
            if facts.in_episode(point.on):
                samples.setdefault(point.sample, {})[name] = point
    return [samples[sample] for sample in sorted(samples)]


def _is_whole(points: Mapping[str, LabPoint]) -> bool:
    """Say whether a sample has ALT or AST, and total bilirubin."""
    return _BILIRUBIN in points and any(name in points for name in _CELLS)


def _panel(points: Mapping[str, LabPoint]) -> "_Panel":
    found = {name: multiple for name, point in points.items() if (multiple := multiple_of(point))}
    limited = {name: multiple for name, multiple in found.items() if not multiple.limit.is_assumed}
    cells = (
        limited[name].at_least(AMINOTRANSFERASE_FROM.value) if name in limited else Tri.UNKNOWN
        for name in _CELLS
    )
    bilirubin, alp = (
        limited[name].above(above.value) if name in limited else Tri.UNKNOWN
        for name, above in ((_BILIRUBIN, BILIRUBIN_ABOVE), (_ALP, ALP_UP_TO))
    )
    return _Panel(points, limited, any_of(tuple(cells)), bilirubin, opposite(alp))


@dataclass(frozen=True, slots=True)
class _Panel:
    """The liver tests of one sample, those with a limit that is not assumed, and each criterion's answer."""

    points: Mapping[str, LabPoint]
    limited: Mapping[str, Multiple]
    cells: Tri
    bilirubin: Tri
    alp: Tri

    @property
    def first(self) -> LabPoint:
        """A result that stands for the sample."""
        return next(iter(self.points.values()))

    @property
    def verdict(self) -> Tri:
        """Whether all three criteria are met."""
        return all_of((self.cells, self.bilirubin, self.alp))

    @property
    def is_telling(self) -> bool:
        """Say whether the sample bears on the criteria: half of them met asks for the other half."""
        return _is_whole(self.points) or Tri.YES in (self.cells, self.bilirubin)

    @property
    def weight(self) -> tuple[int, int, Decimal]:
        """What puts one sample before another: its verdict, the criteria met, the higher aminotransferase."""
        met = sum(answer is Tri.YES for answer in (self.cells, self.bilirubin))
        return _RANK[self.verdict], met, max((one.times.value for one in self._cells()), default=Decimal(0))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The results of the sample."""
        return tuple(Evidence(point.shown, point.ref) for point in self.points.values())

    def _cells(self) -> list[Multiple]:
        return [self.limited[name] for name in _CELLS if name in self.limited]

    def why(self, facts: CaseFacts) -> str:
        """Return the reason for the verdict, with the day."""
        day = facts.name_day(self.first.on)
        if self.verdict is Tri.YES:
            high = max(self._cells(), key=lambda one: one.times.value)
            bilirubin = self._told(_BILIRUBIN)
            return f"{high.words} and {bilirubin} their limits on {day}, ALP not raised; {OTHER_CAUSES}"
        reasons = self._against() if self.verdict is Tri.NO else self._open()
        return f"{'; '.join(reasons)} ({day})"

    def _told(self, *names: str) -> str:
        """Return the multiples of some tests in words: `ALT 5.2×, AST 3×`."""
        there = (name for name in names if name in self.limited)
        return ", ".join(f"{_NAMES[name]} {self.limited[name].number}×" for name in there)

    def _against(self) -> Iterator[str]:
        """Yield what speaks against the criteria, after those that are met."""
        if self.cells is not Tri.UNKNOWN:
            below = f", below {AMINOTRANSFERASE_FROM.value}×" if self.cells is Tri.NO else ""
            yield f"{self._told(*_CELLS)}{below}"
        if self.bilirubin is not Tri.UNKNOWN:
            low = f", not above {BILIRUBIN_ABOVE.value}×" if self.bilirubin is Tri.NO else ""
            yield f"{self._told(_BILIRUBIN)}{low}"
        if self.alp is Tri.NO:
            yield f"{self._told(_ALP)}, raised"

    def _open(self) -> Iterator[str]:
        """Yield what is known, then what is missing for a judgement."""
        if self.limited:
            yield self._told(*_TESTS)
        asked = (
            *(_CELLS if self.cells is Tri.UNKNOWN else ()),
            *((_BILIRUBIN,) if self.bilirubin is Tri.UNKNOWN else ()),
            *((_ALP,) if self.alp is Tri.UNKNOWN else ()),
        )
        if missing := [_NAMES[name] for name in asked if name not in self.points]:
            yield f"no {', '.join(missing)}"
        if bare := [_NAMES[name] for name in asked if name in self.points and name not in self.limited]:
            yield f"{', '.join(bare)} without a limit of the laboratory's own"
        if self.alp is Tri.UNKNOWN:
            yield "cholestasis not judged"
