"""The report in eight lines of plain characters, for a hospital's notes."""

from typing import Any

from dressapp.assessments.presenters import ROLE_WORDS

from .presenters import Report

# Signs of ours that an old record system may not show; the clinician's own letters stay as they are.
PLAIN = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "→": "->",
        "·": "|",
        "×": "x",
        "≥": ">=",
        "≤": "<=",
        "µ": "u",
        "³": "^3",
        "⁹": "^9",
        "⁶": "^6",
        "°": " deg ",
        "’": "'",
        "\u00a0": " ",
    }
)
SUSPECT, GIVEN = ROLE_WORDS["suspect"], ROLE_WORDS["treatment"]


def as_text(report: Report) -> str:
    """Return who, score, course, ranges, drugs, open items, what is missing and the rules: a line each."""
    return "\n".join(_one_line(line) for line in _lines(report))


def _lines(report: Report) -> tuple[str, ...]:
    score, suspects = report["score"], report["suspects"]
    return (
        f"{report['patient']} · {report['status']} · {report['version']['state']['words']}",
        f"{score['headline']} ({score['subline']})",
        f"Course: {report['course']}. {suspects['term']}: {suspects['text']}",
        f"Range: {_sentences(score['range_words'], score['goes_on_words'])}",
        _other_drugs(report["drugs"]),
        f"Open: {', '.join(row['title'] for row in score['levers']) or 'nothing'}",
        f"Not on record: {_not_on_record(score)}",
        f"{score['ruleset_words']}. {report['intended_use']}",
    )


def _one_line(text: str) -> str:
    return " ".join(text.translate(PLAIN).split())


def _sentences(*parts: str) -> str:
    return ". ".join(part for part in parts if part)


def _other_drugs(drugs: list[dict[str, str]]) -> str:
    """Return the other drugs with their days, and by name what was given for the reaction."""
    given = [drug["name"] for drug in drugs if drug["role"] == GIVEN]
    others = [
        f"{drug['name']} ({drug['days']}, {drug['interval']})"
        for drug in drugs
        if drug["role"] not in (SUSPECT, GIVEN)
    ]
    told = f". Given for the reaction: {', '.join(given)}" if given else ""
    return f"Other drugs: {'; '.join(others) or 'none on record'}{told}"


def _not_on_record(score: dict[str, Any]) -> str:
    missing = "; ".join(f"{row['organ']}: {row['words']}" for row in score["not_on_record"])
    return missing or "nothing that is looked for"
