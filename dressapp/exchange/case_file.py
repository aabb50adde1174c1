"""The case file `dress-case/1`: text to facts, every impossible value refused with its place."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dressapp.exchange import case_keys, checks
from dressapp.exchange.checks import CaseFileError, fail, optional_text
from scoring.derive.organs import ORGANS
from scoring.facts import (
    CONDITIONS,
    Answer,
    Baseline,
    CaseDates,
    CaseFacts,
    CauseTest,
    DrugCourse,
    Finding,
    ImpossibleFact,
    LabPoint,
    Measure,
    VirusTest,
)
from scoring.findings import FINDINGS, RASH_FEATURES
from scoring.kernel.tri import Tri


def loads(text: str) -> Any:
    """Read JSON strictly: numbers exact, no duplicate key, no NaN or Infinity."""
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise CaseFileError("nested too deeply") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise CaseFileError(f"the key {twice!r} stands twice")
    return read


def _refuse_constant(name: str) -> None:
    raise CaseFileError(f"{name} is not a number")


def _exact(text: str) -> Decimal:
    """Read a number as it is written; one beyond any exponent is refused."""
    try:
        return Decimal(text)
    except InvalidOperation:
        raise CaseFileError("a number has an exponent that is too large") from None


def _whole_number(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 20 else Decimal(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_exact, parse_int=_whole_number, parse_constant=_refuse_constant
)


def parse_case(record: Any) -> CaseFacts:
    """Turn one case object into facts; raise CaseFileError with what is wrong and where."""
    if not isinstance(record, dict):
        raise CaseFileError("a case must be an object")
    for key in ("format", "id"):
        if key not in record:
            raise fail(key, "is missing")
    read = checks.read_object(record, "", _CASE)
    try:
        return CaseFacts(**_case_facts(read))
    except (ImpossibleFact, ArithmeticError) as problem:
        raise CaseFileError(str(problem)) from None


def _case_facts(read: Mapping[str, Any]) -> dict[str, Any]:
    dates = dict(read.get("dates", {}))
    items = read.get("items", {})
    organs = items.get("organs", {})
    return {
        "id": read["id"],
        "basis": dates.pop("basis", "calendar"),
        "dates": CaseDates(**dates) if dates else CaseDates(),
        "birth_on": read.get("patient", {}).get("birth_date"),
        "recorded_age": _whole_years(read.get("patient", {}).get("age_years")),
        "drugs": read.get("drugs", ()),
        "labs": tuple(filter(None, read.get("labs", ()))),
        "findings": read.get("findings", ()),
        "cause_tests": read.get("alternative_causes", ()),
        "virus_tests": read.get("viruses", ()),
        "answers": {key: answer for key, answer in items.items() if key != "organs"},
        "organs": organs if isinstance(organs, dict) else {},
        "organ_count": organs if isinstance(organs, int) else None,
        "creatinine_baseline": read.get("background", {}).get("creatinine_baseline"),
        "conditions": _conditions(read.get("background", {})),
        "new_dialysis": _new_dialysis(read.get("outcome", {})),
    }


def _whole_years(age: int | Decimal | None) -> int | None:
    return None if age is None else int(age)


def _conditions(background: Mapping[str, Any]) -> dict[str, Tri]:
    """Return the answers to the illnesses that rules ask of; its own key wins over a name in `conditions`."""
    listed = background.get("conditions")
    names = listed if isinstance(listed, list) and all(isinstance(name, str) for name in listed) else []
    told = {case_keys.CONDITIONS.get(name.lower()): "yes" for name in names}
    own = {name: background[name] for name in CONDITIONS if name in background}
    own = {name: answer for name, answer in own.items() if answer in _ANSWERS}
    answers = {name: own.get(name, told.get(name)) for name in CONDITIONS}
    return {name: Tri(answer) for name, answer in answers.items() if answer}


def _new_dialysis(outcome: Mapping[str, Any]) -> Tri:
    """Return whether dialysis was begun in the illness; a text of any other kind says nothing."""
    answer = outcome.get("new_dialysis")
    return Tri(answer) if answer in case_keys.TRI else Tri.UNKNOWN


_ANSWERS = (*case_keys.TRI, "", None)  # a key that holds nothing says that nobody has answered


def _patient(value: Any, where: str) -> dict[str, Any]:
    read = checks.read_object(value, where, case_keys.PATIENT)
    if (read.get("age_years") or 0) < 0:
        raise fail(f"{where}.age_years", "a negative value")
    return read


def _dates(value: Any, where: str) -> dict[str, Any]:
    return checks.read_object(value, where, case_keys.DATES)


def _drug(value: Any, where: str) -> DrugCourse:
    read = checks.read_object(value, where, case_keys.DRUG)
    start = read.get("start")
    return _build(
        where,
        DrugCourse,
        name=read.get("name", ""),
        atc=read.get("atc", ""),
        role=read.get("role", ""),
        indication=read.get("indication", ""),
        dose=read.get("dose", ""),
        route=read.get("route", ""),
        start=start,
        start_precision=read.get("start_precision", "day" if start else "unknown"),
        stop=read.get("stop"),
        stop_precision=read.get("stop_precision", "day" if read.get("stop") else ""),
        previous_exposure=read.get("previous_exposure", ""),
        later_tolerated=read.get("later_tolerated", ""),
        still_taken_on=read.get("still_taken_on"),
        conclusion=read.get("conclusion", ""),
        conclusion_by=read.get("conclusion_by", ""),
    )


def _build(where: str, kind: type, **values: Any) -> Any:
    try:
        return kind(**values)
    except ImpossibleFact as problem:
        raise fail(where, str(problem)) from None


def _lab(value: Any, where: str) -> LabPoint | None:
    """Return a result, or None where a part it cannot be read without is left out."""
    read = checks.read_object(value, where, case_keys.LAB)
    if not {"analyte", "date", "value", "unit"} <= read.keys():
        return None
    for key in ("upper_limit", "lower_limit"):
        if (read.get(key) or 0) < 0:
            raise fail(f"{where}.{key}", "a negative value")
    sample = read["date"]
    return _build(
        where,
        LabPoint,
        analyte=read["analyte"],
        on=date.fromisoformat(sample[:10]),
        sample=sample,
        value=read["value"],
        unit=read["unit"],
        upper_limit=read.get("upper_limit"),
        lower_limit=read.get("lower_limit"),
        site=read.get("site", ""),
        note=read.get("note", ""),
    )


_READ_UNITS = {"node": "cm", "body_surface": "%"}


def _finding(value: Any, where: str) -> Finding:
    read = checks.read_object(value, where, case_keys.FINDING)
    name, content = read.get("finding", ""), read.get("value")
    measured = None
    if name in _READ_UNITS and content is not None:
        measured = _measured(name, content, read.get("unit", ""), where)
    elif name in RASH_FEATURES and content is not None:
        checks.one_of(*case_keys.TRI)(content, f"{where}.value")
    elif name in FINDINGS and FINDINGS[name].kind == "number":
        measured = _if_measured(content, where)
    return Finding(
        finding=name,
        value=content if isinstance(content, str) else "" if content is None else str(content),
        measure=measured,
        unit=read.get("unit", "") or _READ_UNITS.get(name, ""),
        on=read.get("date"),
        site=read.get("site", ""),
        note=read.get("note", ""),
    )


def _if_measured(content: Any, where: str) -> Measure | None:
    """Return a number where there is one: no other finding is refused for its value."""
    try:
        return checks.measure(content, where)
    except CaseFileError:
        return None


def _measured(name: str, content: Any, unit: str, where: str) -> Measure:
    measured = checks.measure(content, f"{where}.value")
    if unit and unit != _READ_UNITS[name]:
        raise fail(f"{where}.unit", f"{name} is given in {FINDINGS[name].unit}")
    if measured.value < 0:
        raise fail(f"{where}.value", "a negative value")
    if name == "body_surface" and measured.value > 100:
        raise fail(f"{where}.value", "a percentage above 100")
    return measured


def _cause_test(value: Any, where: str) -> CauseTest:
    read = checks.read_object(value, where, case_keys.CAUSE_TEST)
    return CauseTest(
        test=read.get("test", ""),
        result=read.get("result", "not_done"),
        on=read.get("date"),
        explains=Tri(read.get("explains_reaction", "unknown")),
        note=read.get("note", ""),
    )


def _virus_test(value: Any, where: str) -> VirusTest:
    read = checks.read_object(value, where, case_keys.VIRUS_TEST)
    return VirusTest(
        virus=read.get("virus", ""),
        result=read.get("result", ""),
        reading=read.get("reading", "unknown"),
        explains=Tri(read.get("explains_reaction", "unknown")),
        on=read.get("date"),
        specimen=read.get("specimen", ""),
        method=read.get("method", ""),
        value=str(read.get("value") or ""),
        unit=read.get("unit", ""),
    )


def _baseline(value: Any, where: str) -> Baseline:
    read = checks.read_object(value, where, case_keys.BASELINE)
    for key in ("value", "unit"):
        if key not in read:
            raise fail(f"{where}.{key}", "is missing")
    return _build(where, Baseline, value=read["value"], unit=read["unit"], on=read.get("date"))


def _background(value: Any, where: str) -> dict[str, Any]:
    return checks.read_open_object(value, where, {"creatinine_baseline": checks.optional(_baseline)})


def _items(value: Any, where: str) -> dict[str, Any]:
    read = {}
    for key, content in checks.an_object(value, where).items():
        place = f"{where}.{key}"
        if key == "organs":
            read[key] = _organs(content, place)
        elif key in case_keys.ITEM_WORDS:
            read[key] = _answer(content, place, case_keys.ITEM_WORDS[key])
        elif key == "extra":
            checks.an_object(content, place)
        else:
            raise fail(place, "is not an item")
    return read


def _organs(content: Any, where: str) -> int | dict[str, Answer]:
    if isinstance(content, int) and not isinstance(content, bool):
        if content < 0:
            raise fail(where, "a negative value")
        return content
    organs = checks.an_object(content, where)
    for key in organs:
        if key not in ORGANS and key != "extra":
            raise fail(f"{where}.{key}", f"is not an organ: {', '.join(ORGANS)}")
    return {
        key: _answer(answer, f"{where}.{key}", case_keys.ORGAN_WORDS)
        for key, answer in organs.items()
        if key != "extra"
    }


def _answer(content: Any, where: str, words: frozenset[str]) -> Answer:
    is_object = isinstance(content, dict)
    read = checks.read_object(content, where, case_keys.ANSWER) if is_object else {"answer": content}
    word = read.get("answer")
    if not isinstance(word, str) or word not in words:
        raise fail(where, f"must be one of {', '.join(sorted(words))}")
    return Answer(word, read.get("reason", ""), read.get("explanation", ""), read.get("since"))


def _listed(read: checks.Check) -> checks.Check:
    return lambda value, where: checks.read_list(value, where, read)


_CASE = {
    "format": checks.one_of(case_keys.FORMAT),
    "id": checks.text,
    "source": optional_text,
    "note": optional_text,
    "patient": _patient,
    "dates": _dates,
    "drugs": _listed(_drug),
    "labs": _listed(_lab),
    "findings": _listed(_finding),
    "treatments": _listed(checks.an_object),
    "background": _background,
    "outcome": checks.an_object,
    "alternative_causes": _listed(_cause_test),
    "viruses": _listed(_virus_test),
    "items": _items,
    "authors": checks.an_object,
}
