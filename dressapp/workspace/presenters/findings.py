"""What was examined, by its place on the Score or Criteria tab: taps, lines, and what can be added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dressapp.assessments.page import ChoiceOption
from dressapp.cases.models import Case, Finding
from dressapp.core.dates import show_day
from scoring.findings import FINDINGS, RASH_FEATURES

from .addresses import address_of

TRI = (("yes", "Yes"), ("no", "No"), ("unknown", "Unknown"))
SEVERITY = (("none", "None"), ("mild", "Mild"), ("erosive", "Erosive"), ("unknown", "Unknown"))
NO_RASH = (("yes", "No rash at all"),)
OTHER_FINDING = "other_finding"
HINTS = {
    "facial_oedema": "Face, ears or lids swollen; a photo from before helps.",
    "infiltration": "Raised and firm: feel it. Redness can look grey or violaceous on dark skin.",
    "purpura_beyond_legs": "Does not fade on pressure; violaceous, brown-black or grey on dark skin.",
    "psoriasiform_scaling": "Thick, dry scale in plaques; silvery, or grey on dark skin.",
    "targetoid_lesions": "Rings around a darker centre; the centre may look dusky or grey.",
    "skin_pain": "Skin hurts, more than it itches.",
    "nikolsky": "Skin slides off under sideways pressure.",
    "mucosa_throat": "Pharynx, larynx.",
    "ill_two_weeks_after_stop": "Not before day 14 after the last day of the drug; give it its day.",
    "fever_above_38": "The score asks for 38.5 °C; these criteria for 38 °C.",
    "lymphadenopathy": "Any size, any site; the score asks for more than 1 cm at two sites.",
    "steroid_pulse": "High doses into a vein on a few days; give it its first day.",
    "erythroderma": "Nearly the whole skin; give it its day.",
}
ATTRIBUTED = {
    "yes": "part of the reaction",
    "no": "not part of the reaction",
    "unknown": "whether part of the reaction is unknown",
}
NOTHING_TO_SCORE = (
    "No rash is on record. The published table does not say how this scores: answered No, a rash suggesting "
    "DRESS counts −1; left unknown, 0."
)
RASH_AND_NO_RASH = "No rash at all and a feature of the rash are both on record."


@dataclass(frozen=True, slots=True)
class Plan:
    """What belongs to one place of a tab: what is tapped, listed, can be added; a title makes it fold."""

    taps: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    adds: tuple[tuple[str, str], ...] = ()
    title: str = ""
    has_others: bool = False
    tab: str = "score"


PLANS = {
    "nodes": Plan(lists=("node",), adds=(("node", "Add a node"),)),
    "smear": Plan(lists=("smear",), adds=(("smear", "Add what the smear showed"),)),
    "extent": Plan(lists=("body_surface",), adds=(("body_surface", "Add body surface %"),)),
    "rash": Plan(taps=RASH_FEATURES),
    "skin": Plan(
        taps=(
            "no_rash", "targetoid_lesions", "pustules", "blisters_or_erosions", "skin_pain", "nikolsky",
            "mucosa_mouth", "mucosa_eyes", "mucosa_genital", "mucosa_throat", "throat_swelling",
        ),
        lists=("morphology",),
        adds=(("morphology", "Add morphology"), (OTHER_FINDING, "Add another finding")),
        title="More findings: no rash, morphology, targets, pustules, blisters, pain, mucosa",
        has_others=True,
    ),
    "biopsy": Plan(lists=("biopsy",), adds=(("biopsy", "Add what the biopsy showed"),)),
    "organ-kidney": Plan(taps=("haematuria",), title="Record haematuria"),
    "organ-lung": Plan(
        taps=("interstitial_lung_changes",),
        lists=("oxygen_saturation",),
        adds=(("oxygen_saturation", "Add oxygen saturation"),),
        title="Record chest image, oxygen saturation",
    ),
    "organ-muscle_heart": Plan(taps=("ecg_abnormal", "echo_abnormal"), title="Record ECG, echocardiogram"),
    "organ-other": Plan(
        taps=("enlarged_spleen", "nervous_system", "gut"), title="Record spleen, nervous system, gut"
    ),
    "criteria": Plan(
        taps=(
            "maculopapular_rash", "ill_two_weeks_after_stop", "fever_above_38", "lymphadenopathy",
            "node_of_2_cm", "interstitial_nephritis", "carditis",
        ),
        tab="criteria",
    ),
    "severity": Plan(
        taps=("allopurinol_taken", "steroid_pulse", "erythroderma"),
        lists=("erosions_surface", "fever_days", "low_intake_days"),
        adds=(
            ("erosions_surface", "Add eroded surface %"),
            ("fever_days", "Add days with fever"),
            ("low_intake_days", "Add days with little food"),
        ),
        tab="criteria",
    ),
}  # fmt: skip
AT = {
    "lymph_nodes": ("nodes",),
    "atypical_lymphocytes": ("smear",),
    "rash_extent_over_50": ("extent",),
    "rash_suggests_dress": ("rash", "skin"),
    "biopsy_suggests_dress": ("biopsy",),
    "organs.kidney": ("organ-kidney",),
    "organs.lung": ("organ-lung",),
    "organs.muscle_heart": ("organ-muscle_heart",),
    "organs.other": ("organ-other",),
    "criteria": ("criteria",),
    "severity": ("severity",),
}
PLACE_OF = {name: place for place, plan in PLANS.items() for name in (*plan.taps, *plan.lists)}


@dataclass(frozen=True, slots=True)
class Tap:
    """One thing looked for, answered with one tap; `detail` is its day and note."""

    id: str
    label: str
    hint: str
    url: str
    version: str
    options: tuple[ChoiceOption, ...]
    answer: str
    answer_words: str
    detail: str
    edit: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One recorded finding as a line of text."""

    id: str
    label: str
    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the page; folded, it shows what is on record as text and a title to open it with."""

    id: str
    title: str
    is_open: bool
    taps: tuple[Tap, ...]
    lines: tuple[FindingLine, ...]
    adds: tuple[tuple[str, str], ...]
    note: str


Rows = Mapping[str, list[Finding]]


def present_places(
    case: Case, rows: Sequence[Finding], *, opened: str, can_write: bool
) -> dict[str, tuple[Place, ...]]:
    """Return the places of each item, organ and set of criteria; `opened` is the one that is unfolded."""
    found: dict[str, list[Finding]] = {}
    for row in rows:
        found.setdefault(row.finding, []).append(row)
    return {
        key: tuple(_place(case, found, name, is_open=_is_open(name, opened, can_write)) for name in names)
        for key, names in AT.items()
    }


def _is_open(name: str, opened: str, can_write: bool) -> bool:
    """Say whether a place shows its taps: those that do not fold always do, to those who may answer."""
    return can_write and (opened == name or not PLANS[name].title)


def _place(case: Case, found: Rows, name: str, *, is_open: bool) -> Place:
    """Return one place; what is not answered with a tap at the moment is listed."""
    plan = PLANS[name]
    listed = plan.lists if is_open else (*plan.taps, *plan.lists)
    others = (key for key in found if plan.has_others and key not in FINDINGS)
    return Place(
        id=name,
        title=plan.title,
        is_open=is_open,
        taps=tuple(_tap(case, found, tap, place=name) for tap in plan.taps) if is_open else (),
        lines=tuple(_lines(case, found, (*listed, *others))),
        adds=plan.adds if is_open else (),
        note=_rash_note(found) if name == "rash" else "",
    )


def _rash_note(found: Rows) -> str:
    """Say what no rash at all does to the score, and where it contradicts a feature."""
    if _answer(found, "no_rash") != "yes":
        return ""
    has_feature = any(_answer(found, name) == "yes" for name in RASH_FEATURES)
    return RASH_AND_NO_RASH if has_feature else NOTHING_TO_SCORE


def _answer(found: Rows, name: str) -> str:
    """Return the newest answer."""
    rows = found.get(name)
    return rows[-1].value_raw if rows else ""


def choices_of_tap(name: str) -> tuple[tuple[str, str], ...]:
    """Return the words that a finding is answered with; none where it is not answered with a tap."""
    kind = FINDINGS.get(name)
    if kind is None or kind.kind == "number" or kind.group == "genes":
        return ()
    if name == "no_rash":
        return NO_RASH
    return TRI if kind.kind == "tri" else SEVERITY if kind.group == "mucosa" else ()


def _tap(case: Case, found: Rows, name: str, *, place: str) -> Tap:
    """Return one thing looked for, with the newest answer; older answers are named in its detail."""
    rows = found.get(name, [])
    row = rows[-1] if rows else None
    choices, answer = choices_of_tap(name), row.value_raw if row else ""
    return Tap(
        id=name,
        label=FINDINGS[name].words,
        hint=HINTS.get(name, ""),
        url=f"{address_of(f'{PLANS[place].tab}_finding', case, name)}?open={place}",
        version=str(row.version) if row else "0",
        options=tuple(ChoiceOption(value, label, value == answer) for value, label in choices),
        answer=answer,
        answer_words=dict(choices).get(answer, answer),
        detail="; ".join(filter(None, [_detail(case, row), *_earlier(case, rows[:-1])])) if row else "",
        edit=str(row.pk) if row else "",
    )


def _earlier(case: Case, rows: list[Finding]) -> list[str]:
    """Name the answers before the newest."""
    days = (f" on {show_day(row.seen_on, case)}" if row.seen_on else "" for row in rows)
    return [f"also {row.value_raw}{day}" for row, day in zip(rows, days, strict=True)]


def _detail(case: Case, row: Finding) -> str:
    """Return the day, how it was measured, whether it belongs to the reaction, and the note."""
    method, attributed = row.get_method_display().lower(), ATTRIBUTED.get(row.attributed, "")
    parts = (show_day(row.seen_on, case), method, attributed, row.note)
    return "; ".join(part for part in parts if part)


def _lines(case: Case, found: Rows, names: Iterable[str]) -> Iterable[FindingLine]:
    """Return what is recorded under these names as text."""
    return (_line(case, row) for name in names for row in found.get(name, ()))


def _line(case: Case, row: Finding) -> FindingLine:
    """Return one recorded finding as text; at an item of its own it needs no label."""
    kind = FINDINGS.get(row.finding)
    words = f"{row.value_raw} {row.unit}".strip()
    if row.finding == "node":
        words = f"{row.site or 'site not recorded'}, {words or 'size not recorded'}"
    has_own_item = row.finding in ("node", "smear", "body_surface", "biopsy")
    label = "" if has_own_item else kind.words if kind else row.finding
    return FindingLine(str(row.pk), label, words, _detail(case, row))
