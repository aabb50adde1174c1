"""Organ involvement: what the clinician made of each organ, at most two points, never scored from data."""

from scoring.derive.organs import ORGANS, OrganData
from scoring.facts import CaseFacts
from scoring.kernel.citation import KARDAUN_2007
from scoring.kernel.result import Bounds, Derived, ItemResult, Option, OrganResult, Source, Stand, Support
from scoring.regiscar.items import ORGAN_CAP

TITLE = "Organ involvement"
ASKS = "After exclusion of other explanations: one organ, two or more"
ORGANS_NOT_DERIVED = Derived("unknown", "Organs are never scored from data")


def organ_results(facts: CaseFacts, data: dict[str, OrganData]) -> tuple[OrganResult, ...]:
    """Return each organ with the clinician's answer and what the data show."""
    return tuple(_organ(facts, organ, name, data[organ]) for organ, name in ORGANS.items())


def _organ(facts: CaseFacts, organ: str, name: str, data: OrganData) -> OrganResult:
    given = facts.organs.get(organ)
    return OrganResult(
        organ=organ,
        name=name,
        answer=given.word if given else "unknown",
        is_answered=given is not None,
        threshold=data.threshold,
        why=data.why,
        explanation=given.explanation if given else "",
        evidence=data.evidence,
        support=data.support,
        last_beyond=data.last_beyond,
    )


def score_organs(facts: CaseFacts, organs: tuple[OrganResult, ...]) -> ItemResult:
    """Score 1 for one organ, 2 for two or more; a bare count is a lower bound."""
    if facts.organ_count is not None:
        return _score_count(facts.organ_count, organs)
    involved = [organ for organ in organs if organ.answer == "yes"]
    is_open = [organ for organ in organs if organ.answer == "unknown"]
    can_grow = [organ for organ in organs if organ.answer == "no" and not organ.explanation]
    points = _cap(len(involved))
    highest = _cap(len(involved) + len(is_open))
    return ItemResult(
        id="organs",
        title=TITLE,
        points=points,
        answer=len(involved),
        source=Source.CLINICIAN if facts.organs else Source.UNKNOWN,
        why=_why(organs),
        derived=ORGANS_NOT_DERIVED,
        bounds=Bounds(points, highest, _cap(len(involved) + len(is_open) + len(can_grow))),
        citation=KARDAUN_2007,
        options=_options(len(involved), highest),
        stands=tuple(_stand(organ, len(involved)) for organ in organs if organ.answer != "unknown"),
        contradiction="; ".join(filter(None, map(_contradiction, organs))),
        organs=organs,
    )


def _cap(count: int) -> int:
    return min(ORGAN_CAP, count)


def _score_count(count: int, organs: tuple[OrganResult, ...]) -> ItemResult:
    points = _cap(count)
    words = f"{TITLE}: {count} (a count, the organs are not named)"
    return ItemResult(
        id="organs",
        title=TITLE,
        points=points,
        answer=count,
        source=Source.CLINICIAN,
        why=f"Counted by the clinician or the report: {count}; a lower bound, the organs are not named",
        derived=ORGANS_NOT_DERIVED,
        bounds=Bounds(points, ORGAN_CAP, ORGAN_CAP),
        citation=KARDAUN_2007,
        options=_options(count, ORGAN_CAP),
        stands=(Stand("organs", "", words, Support.NO_RECORD, 0),) if count else (),
        organs=organs,
    )


def _options(count: int, highest: int) -> tuple[Option, ...]:
    names = {1: "one organ", 2: "two organs or more"}
    return tuple(Option(str(number), names[number], number) for number in range(_cap(count) + 1, highest + 1))


def _why(organs: tuple[OrganResult, ...]) -> str:
    answered = [f"{organ.name.lower()} {organ.answer}" for organ in organs if organ.is_answered]
    waiting = [organ.name.lower() for organ in organs if not organ.is_answered and organ.threshold == "met"]
    text = f"The clinician answered: {', '.join(answered)}" if answered else "No organ answered"
    return f"{text}. Threshold met, cause not judged: {', '.join(waiting)}" if waiting else text


def _stand(organ: OrganResult, involved: int) -> Stand:
    reversed_count = involved - 1 if organ.answer == "yes" else involved + 1
    has_record = organ.support if organ.answer == "yes" else _support_of_no(organ)
    reason = f" ({organ.why})" if has_record is not Support.NO_RECORD else ""
    words = f"{organ.name}: {organ.answer}{reason}"
    return Stand("organs", organ.organ, words, has_record, _cap(reversed_count))


def _support_of_no(organ: OrganResult) -> Support:
    return Support.WELL_BEYOND if organ.explanation or organ.threshold == "not_met" else Support.NO_RECORD


def _contradiction(organ: OrganResult) -> str:
    if organ.answer == "no" and organ.threshold == "met" and not organ.explanation:
        return f"{organ.name}: answered no, yet the threshold is met ({organ.why})"
    if organ.answer == "yes" and organ.threshold == "not_met":
        return f"{organ.name}: answered yes, yet the threshold is not met ({organ.why})"
    return ""
