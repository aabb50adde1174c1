"""The published cases, as text, by id; the sorafenib case also without its answers."""

import json
from pathlib import Path
from typing import Any

from dressapp.exchange.case_file import loads, parse_case
from scoring.explain import explain
from scoring.panel import assess

HERE = Path(__file__).parent
CASES = HERE / "cases"
EXPLANATIONS = HERE / "explanations"
WITHOUT_ITEMS = "sorafenib-2016-without-items"


def published_cases() -> dict[str, dict[str, Any]]:
    """Return every case of `cases/` by its id, and the sorafenib case with nobody's answers."""
    lines = (CASES / "published.jsonl").read_text().splitlines()
    sorafenib = json.loads((CASES / "sorafenib-2016.json").read_text())
    unanswered = {key: value for key, value in sorafenib.items() if key != "items"} | {"id": WITHOUT_ITEMS}
    return {case["id"]: case for case in [sorafenib, unanswered, *map(json.loads, lines)]}


def expected() -> dict[str, dict[str, Any]]:
    """Return the reviewed expectations by id."""
    rows = map(json.loads, (HERE / "expected.jsonl").read_text().splitlines())
    return {row["id"]: row for row in rows}


def explanation(case: dict[str, Any]) -> str:
    """Return what the engine says of a case, a sentence a line."""
    return "\n".join(explain(assess(parse_case(loads(json.dumps(case)))))) + "\n"


def main() -> None:
    """Write the explanation files anew; `git diff` then shows which words changed, for a person to read."""
    EXPLANATIONS.mkdir(exist_ok=True)
    for name, case in published_cases().items():
        (EXPLANATIONS / f"{name}.txt").write_text(explanation(case))


if __name__ == "__main__":
    main()
