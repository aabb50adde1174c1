"""The Score tab in words: the ten items, the six organs, and what the clinician made of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.models import ItemAnswer, OtherExplanation, Reason
from dressapp.assessments.page import ChoiceOption, ItemRow, OrganRow, ScorePage
from dressapp.cases.models import Case
from dressapp.core.dates import DAY, show_partial
from scoring.facts import show_date

from .addresses import address_of
from .asking import Ask, ask_about, ask_about_organ
from .findings import Place

ORGANS = "organs"
MOST_ORGANS = 6
READ_BY_A_PERSON = ("atypical_lymphocytes", "biopsy_suggests_dress")
CHIPS = {
    "clinician": ("clinician", "Clinician"),
    "data": ("data", "Data"),
    "unknown": ("missing", "Not answered"),
}
THRESHOLD_CHIPS = {"met": "data", "one_date": "none", "not_met": "none", "no_data": "missing"}
ALSO_CHANGED = (ORGANS, "resolution_15_days")
FRAME_PARTS = "#rail,#banner,#now,#tabs,#drafts,#messages,#score-actions,#score-errors"
LINKS = {
    "fever": ("labs", "Temperatures in Labs"),
    "eosinophilia": ("labs", "Counts in Labs"),
    "resolution_15_days": ("summary", "Dates in Summary"),
}
COUNT_NOTE = (
    "A bare count is recorded. While it stands it alone is scored; answers to single organs stay on record."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that could not be stored yet, what was typed with it, and what is wrong with that.

    None stands for a field that was not sent: it shows what is stored. A day that is refused is corrected
    where it was typed (`asks` is false): nobody is asked for a reason first.
    """

    key: str
    answer: str
    text: str | None = ""
    error: str = ""
    since: str | None = None
    since_error: str = ""
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Answerable:
    """One question with its buttons, and what the clinician has answered so far."""

    key_id: str
    row_id: str
    anchor: str
    title: str
    url: str
    clear_url: str
    version: str
    options: tuple[ChoiceOption, ...]
    suggested: str
    answer: str
    by: str
    reasons: tuple[ChoiceOption, ...]
    reason_words: str
    others: tuple[ChoiceOption, ...]
    other_words: str
    explanation: str
    since_on: str
    also: str
    ask: Ask | None
    draft: Draft | None

    @property
    def text(self) -> str:
        """What the explanation's field shows: what was typed, else what is stored."""
        return self.explanation if self.draft is None or self.draft.text is None else self.draft.text

    @property
    def dated(self) -> str:
        """The answer whose first day can be written: the stored one, or the one of a refused day."""
        refused = self.draft.answer if self.draft and self.draft.since else ""
        return self.answer or refused

    @property
    def since(self) -> str:
        """What the field of the day shows: what was typed, else what is stored."""
        return self.since_on if self.draft is None or self.draft.since is None else self.draft.since


@dataclass(frozen=True, slots=True)
class OrganView:
    """One organ: its threshold, the answer, and what was examined of it."""

    row: OrganRow
    answer: Answerable
    chip: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item: what it asks, what the data say, the answer and the points."""

    row: ItemRow
    answer: Answerable | None
    chip: str
    chip_words: str
    data_words: str
    data_answer: str
    link: tuple[str, str] | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ScoreTab:
    """The items and organs, or those of them that one answer may have changed."""

    items: tuple[ItemView, ...]
    organs: tuple[OrganView, ...]
    count: Answerable | None
    count_note: str
    take_over_words: str


def present_score_tab(
    case: Case,
    page: ScorePage,
    answers: Mapping[str, ItemAnswer],
    places: Mapping[str, tuple[Place, ...]],
    *,
    draft: Draft | None = None,
) -> ScoreTab:
    """Return every item and organ of a case; `draft` is an answer that could not be stored yet."""
    drafts = {draft.key: draft} if draft else {}
    return ScoreTab(
        items=tuple(_item(case, row, answers, drafts, places) for row in page.items),
        organs=tuple(_organ(case, row, answers, drafts, places) for row in _organ_rows(page)),
        count=_count(case, answers.get(ORGANS), drafts.get(ORGANS)),
        count_note=COUNT_NOTE if ORGANS in answers else "",
        take_over_words=_take_over(page.measured_open),
    )


def present_answered(
    case: Case,
    page: ScorePage,
    answers: Mapping[str, ItemAnswer],
    key: str,
    *,
    draft: Draft | None = None,
) -> ScoreTab:
    """Return what one answer may change on the tab: its own row, the count of organs, the duration."""
    drafts = {draft.key: draft} if draft else {}
    rows = [row for row in page.items if row.id in (key, *ALSO_CHANGED)]
    organs = [row for row in _organ_rows(page) if key == f"{ORGANS}.{row.id}"]
    return ScoreTab(
        items=tuple(_item(case, row, answers, drafts, {}) for row in rows),
        organs=tuple(_organ(case, row, answers, drafts, {}) for row in organs),
        count=None,
        count_note="",
        take_over_words=_take_over(page.measured_open),
    )


def _organ_rows(page: ScorePage) -> tuple[OrganRow, ...]:
    return next(row for row in page.items if row.id == ORGANS).organs


def _take_over(count: int) -> str:
    """Name the button that takes over what was measured; nothing where nothing is open."""
    return f"Take over measured values ({count})" if count else ""


def _item(
    case: Case,
    row: ItemRow,
    answers: Mapping[str, ItemAnswer],
    drafts: Mapping[str, Draft],
    places: Mapping[str, tuple[Place, ...]],
) -> ItemView:
    """Return one item; organs are answered one by one, so that item itself has no buttons."""
    given, draft = answers.get(row.id), drafts.get(row.id)
    chip, chip_words = CHIPS[row.source]
    is_organs = row.id == ORGANS
    tab, words = LINKS.get(row.id, ("", ""))
    return ItemView(
        row=row,
        answer=None if is_organs else _item_answer(case, row, given, draft),
        chip=chip,
        chip_words=chip_words,
        data_words=row.why if is_organs else _data_words(row),
        data_answer=_data_answer(row),
        link=(reverse(f"workspace:{tab}", args=[case.pk]), words) if tab else None,
        places=places.get(row.id, ()),
    )


def _also_changed(key: str) -> str:
    """Return what else of the page an answer may change; htmx takes it from the same response."""
    rows = (f"#row-{other}" for other in ALSO_CHANGED if other != key)
    return ",".join([FRAME_PARTS, *rows])


def _data_words(row: ItemRow) -> str:
    """Return what the data say, or nothing where data never speak and a person has answered."""
    return "" if row.id in READ_BY_A_PERSON and row.source == "clinician" else row.data_words


def _data_answer(row: ItemRow) -> str:
    """Return what the data say beside the clinician's answer, where they decide."""
    is_shown = row.source == "clinician" and row.data_answer != "unknown"
    return row.data_answer_words if is_shown else ""


def _item_answer(case: Case, row: ItemRow, given: ItemAnswer | None, draft: Draft | None) -> Answerable:
    suggested = row.data_answer if row.data_answer != "unknown" else ""
    ask = ask_about(row, draft.answer) if draft and draft.asks else None
    return _answerable(case, row.id, row.title, row.options, given, draft, ask=ask, suggested=suggested)


def _answerable(
    case: Case,
    key: str,
    title: str,
    options: tuple[ChoiceOption, ...],
    given: ItemAnswer | None,
    draft: Draft | None,
    *,
    ask: Ask | None = None,
    suggested: str = "",
) -> Answerable:
    """Return one question as the clinician left it."""
    is_unknown = bool(given and given.answer == "unknown")
    is_organ = key.startswith(f"{ORGANS}.")
    return Answerable(
        key_id=key.replace(".", "-"),
        row_id=str(given.pk) if given else "",
        anchor=anchor_of(key),
        title=title,
        url=address_of("score_answer", case, key),
        clear_url=address_of("score_clear", case, key),
        version=str(given.version) if given else "0",
        options=options,
        suggested=suggested,
        answer=given.answer if given else "",
        by=_by(given),
        reasons=_choices(Reason.choices, given.reason) if given and is_unknown else (),
        reason_words=given.get_reason_display().lower() if given else "",
        others=_others(given) if is_organ else (),
        other_words=given.get_other_explanation_display().lower() if given else "",
        explanation=given.explanation if given else "",
        since_on=show_since(case, given),
        also=_also_changed(key),
        ask=ask,
        draft=draft,
    )


def show_since(case: Case, given: ItemAnswer | None) -> str:
    """Return from which day an answer holds, as it can be typed again."""
    on = given.since_on if given else None
    return show_partial(on, DAY, day_zero=case.day_zero) if on else ""


def anchor_of(key: str) -> str:
    """Return the id of a question's place on the page."""
    return f"item-{key.replace('.', '-')}"


def _by(given: ItemAnswer | None) -> str:
    """Return who answered and when."""
    if given is None or given.answered_at is None:
        return given.answered_by if given else ""
    at = timezone.localtime(given.answered_at)
    return f"{given.answered_by}, {show_date(at.date())} {at:%H:%M}"


def _choices(choices: list[tuple[str, str]], chosen: str) -> tuple[ChoiceOption, ...]:
    return tuple(ChoiceOption(value, words, value == chosen) for value, words in choices)


def _others(given: ItemAnswer | None) -> tuple[ChoiceOption, ...]:
    """Return the judgements of another explanation, once the organ itself is answered yes or no."""
    if given is None or given.answer == "unknown":
        return ()
    return _choices(OtherExplanation.choices, given.other_explanation)


def _organ(
    case: Case,
    row: OrganRow,
    answers: Mapping[str, ItemAnswer],
    drafts: Mapping[str, Draft],
    places: Mapping[str, tuple[Place, ...]],
) -> OrganView:
    """Return one organ with what was examined of it."""
    key = f"{ORGANS}.{row.id}"
    given, draft = answers.get(key), drafts.get(key)
    ask = ask_about_organ(row, draft.answer) if draft and draft.asks else None
    return OrganView(
        row=row,
        answer=_answerable(case, key, row.name, row.options, given, draft, ask=ask),
        chip=THRESHOLD_CHIPS[row.threshold],
        places=places.get(key, ()),
    )


def _count(case: Case, given: ItemAnswer | None, draft: Draft | None) -> Answerable:
    """Return the bare count of organs, for reports that name none."""
    chosen = given.answer if given else ""
    options = _choices([(str(n), str(n)) for n in range(MOST_ORGANS + 1)], chosen)
    return _answerable(case, ORGANS, "Number of organs", options, given, draft)
