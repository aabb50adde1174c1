"""The timeline of a case: figure, table and the lanes that can be switched."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from dressapp.assessments.days import DayCurve
from dressapp.timeline.courses import Step, Treatment
from dressapp.timeline.figure import describe, draw_figure
from dressapp.timeline.memory import Memory
from dressapp.timeline.scene import LaneChoice, Scene, build_scene
from dressapp.timeline.table import TableRow, list_rows
from scoring.facts import CaseFacts

WIDE, NARROW = "wide", "narrow"
KEPT: Memory["Timeline"] = Memory(32)  # the newest timelines of this worker
NO_INDEX_DAY = (
    "No onset is on record. Enter the day of the rash, the fever or the first symptom: "
    "the timeline counts its days from it."
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the timeline page shows; `explanation` stands in place of the figure where none can be drawn."""

    svg: SafeString | str = ""
    narrow_svg: SafeString | str = ""
    description: str = ""
    explanation: str = ""
    table_rows: tuple[TableRow, ...] = ()
    has_dates: bool = False
    lanes_shown: tuple[LaneChoice, ...] = ()
    lanes_available: tuple[LaneChoice, ...] = ()
    notes: tuple[str, ...] = ()


def draw_timeline(
    facts: CaseFacts,
    *,
    lanes: Collection[str] = (),
    narrow: bool = False,
    treatments: Iterable[Treatment] = (),
    first_symptom: str = "",
) -> Timeline:
    """Return the timeline of a case; `lanes` are the ids to draw in place of those furthest from normal."""
    forms = (NARROW,) if narrow else (WIDE,)
    return _recall(facts, forms, lanes, treatments, first_symptom)


def draw_both(
    facts: CaseFacts,
    *,
    lanes: Collection[str] = (),
    treatments: Iterable[Treatment] = (),
    first_symptom: str = "",
    curve: DayCurve | None = None,
) -> Timeline:
    """Return the timeline with a figure for a desk and one for a phone: the style sheet shows what fits.

    `curve` is the score by day, which then has a lane too.
    """
    return _recall(facts, (WIDE, NARROW), lanes, treatments, first_symptom, curve)


def _recall(
    facts: CaseFacts,
    forms: tuple[str, ...],
    lanes: Collection[str],
    treatments: Iterable[Treatment],
    first_symptom: str,
    curve: DayCurve | None = None,
) -> Timeline:
    if facts.index_day is None:
        return Timeline(explanation=NO_INDEX_DAY)
    steps = tuple(Step.of(row) for row in treatments)
    chosen = tuple(sorted(lanes))
    drawn_from = (
        *(facts.basis, facts.dates, facts.drugs, facts.labs, facts.creatinine_baseline),
        *(facts.conditions, facts.organs.get("kidney")),
    )

    def make(digest: str) -> Timeline:
        scene = build_scene(facts, lanes=chosen, treatments=steps, first_symptom=first_symptom, curve=curve)
        return _present(scene, forms, f"tl-{digest[:10]}")

    return KEPT.recall(repr((forms, chosen, steps, first_symptom, curve, drawn_from)), make)


def _present(scene: Scene, forms: tuple[str, ...], id: str) -> Timeline:
    figures = [draw_figure(scene, id=f"{id}-{form}", narrow=form == NARROW) for form in forms]
    return Timeline(
        svg=figures[0],
        narrow_svg=figures[1] if len(figures) > 1 else "",
        description=describe(scene),
        table_rows=list_rows(scene),
        has_dates=scene.zero_on is not None,
        lanes_shown=tuple(lane for lane in scene.available if lane.is_shown),
        lanes_available=scene.available,
        notes=scene.notes,
    )
