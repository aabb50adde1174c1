"""What is asked before an answer is stored that the data contradict."""

from dataclasses import dataclass

from dressapp.assessments.models import OtherExplanation
from dressapp.assessments.page import ItemRow, OrganRow
from dressapp.assessments.selectors import Assessment

SAVE = (("", "Save with this reason"),)
SAVE_WITH_JUDGEMENT = (
    (OtherExplanation.LIKELY.value, "Another explanation is likely"),
    (OtherExplanation.POSSIBLE.value, "Another explanation is possible"),
)


@dataclass(frozen=True, slots=True)
class Ask:
    """An answer that contradicts the data: nothing is stored before its reason is written."""

    answer: str
    answer_words: str
    data_words: str
    label: str
    buttons: tuple[tuple[str, str], ...]


def ask_about(row: ItemRow, answer: str) -> Ask | None:
    """Return what to ask before an answer is stored that the data contradict; None where they do not."""
    if answer in ("", "unknown", row.data_answer) or row.data_answer == "unknown":
        return None
    return Ask(
        answer=answer,
        answer_words=next(option.label for option in row.options if option.value == answer),
        data_words=f"{row.data_answer_words}: {row.data_words}",
        label="Why your answer stands",
        buttons=SAVE,
    )


def ask_about_organ(row: OrganRow, answer: str) -> Ask | None:
    """Ask what else explains a threshold that is met, or why an organ counts whose threshold is not."""
    if not _is_against_threshold(answer, row.threshold):
        return None
    is_no = answer == "no"
    return Ask(
        answer=answer,
        answer_words=answer.capitalize(),
        data_words=f"{row.threshold_words}: {row.why}",
        label="What else explains it" if is_no else "Why your answer stands",
        buttons=SAVE_WITH_JUDGEMENT if is_no else SAVE,
    )


def _is_against_threshold(answer: str, threshold: str) -> bool:
    """Say whether an organ's answer stands against what the data show of its threshold."""
    return (answer, threshold) in (("no", "met"), ("yes", "not_met"))


def is_contradicted(assessment: Assessment, key: str) -> bool:
    """Say whether the data contradict the answer that an item or organ has now."""
    items = assessment.regiscar.items
    if key in items:
        return key != "organs" and bool(items[key].contradiction)
    organ = next(organ for organ in items["organs"].organs if key == f"organs.{organ.organ}")
    return _is_against_threshold(organ.answer, organ.threshold)
