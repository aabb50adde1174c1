"""Two versions of an assessment side by side: which they are, and what differs between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from dressapp.assessments.models import Snapshot
from dressapp.assessments.standing import Standing
from dressapp.assessments.versions import present_version
from dressapp.cases.models import Case
from dressapp.core.dates import show_date
from dressapp.reports.compare import Part

NOW = "now"
AS_IT_STANDS = "The case as it stands"


@dataclass(frozen=True, slots=True)
class Choice:
    """One version that can be chosen."""

    value: str
    words: str
    is_from: bool
    is_to: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions: its name, what it is now, and who completed and signed it when."""

    name: str
    state: str
    tone: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The choices, both sides, and what differs; `parts` is None where nothing can be compared."""

    choices: tuple[Choice, ...]
    before: Side
    after: Side
    parts: tuple[Part, ...] | None
    count: int
    turned: str


def present_comparison(
    snapshots: Sequence[Snapshot],
    names: tuple[str, str],
    parts: tuple[Part, ...] | None,
    case: Case,
    standing: Standing,
) -> Comparison:
    """Return the page that compares two versions."""
    found = {str(snapshot.number): snapshot for snapshot in snapshots}
    before, after = (_side(found.get(name), case, standing) for name in names)
    return Comparison(
        choices=(
            *(_choice(name, _words(found[name]), names) for name in found),
            _choice(NOW, AS_IT_STANDS, names),
        ),
        before=before,
        after=after,
        parts=parts,
        count=sum(len(part.differences) for part in parts or ()),
        turned=f"?from={names[1]}&to={names[0]}",
    )


def _choice(value: str, words: str, names: tuple[str, str]) -> Choice:
    return Choice(value, words, is_from=value == names[0], is_to=value == names[1])


def _words(snapshot: Snapshot) -> str:
    on = show_date(timezone.localtime(snapshot.at).date())
    return f"Assessment {snapshot.number}, {on}, {snapshot.by_name}"


def _side(snapshot: Snapshot | None, case: Case, standing: Standing) -> Side:
    if snapshot is None:
        return Side(AS_IT_STANDS, "Draft", "missing", (f"Last change {_moment(case.updated_at)}",))
    version = present_version(snapshot, standing, case)
    lines = [
        f"Completed {_moment(snapshot.at)} by {snapshot.by_name}",
        version.amends,
        *(f"Signed {line.at} by {line.by}: “{line.meaning}”" for line in version.signatures),
        version.state.warning,
    ]
    name = f"Assessment {snapshot.number}"
    return Side(name, version.state.words, version.state.tone, tuple(filter(None, lines)))


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{show_date(local.date())}, {local:%H:%M}"
