"""JSON with exact numbers: written from decimals without a float, kept in tables without losing a digit."""

import json
import re
from decimal import Decimal
from typing import Any

DECIMAL = "$decimal"
HALF_A_LETTER = re.compile("[\ud800-\udfff]")
PLAIN_UP_TO = 40  # digits; longer numbers keep their exponent


def dumps(value: Any, *, on_one_line: bool = False) -> str:
    """Return a value as JSON text: keys in their order, decimals with the digits they were given with."""
    return "".join(_parts(value, *(("", "") if on_one_line else ("\n", " ")))) + "\n"


def _parts(value: Any, line: str, step: str) -> Any:
    """Yield the text of a value; `line` begins a new line at the depth of the value."""
    if isinstance(value, dict) and value:
        yield from _joined("{}", ((f"{_text(key)}: ", item) for key, item in value.items()), line, step)
    elif isinstance(value, list | tuple) and value:
        yield from _joined("[]", (("", item) for item in value), line, step)
    else:
        yield digits(value) if isinstance(value, Decimal) else _text(value)


def _joined(ends: str, items: Any, line: str, step: str) -> Any:
    inner = line + step
    for place, (head, item) in enumerate(items):
        yield f"{',' if place else ends[0]}{inner}{head}"
        yield from _parts(item, inner, step)
    yield f"{line}{ends[1]}"


def _text(value: Any) -> str:
    """Return a scalar as JSON; half a letter, which no encoding has, by its number."""
    text = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if HALF_A_LETTER.search(text) else text


def digits(number: Decimal) -> str:
    """Return a number in plain digits, or with its exponent where it would fill a page."""
    places = abs(number.adjusted()) + abs(int(number.as_tuple().exponent))
    return f"{number:f}" if places < PLAIN_UP_TO else str(number)


def keep(value: Any) -> Any:
    """Return JSON content as the tables keep it: a decimal as its digits, marked as a number."""
    if isinstance(value, dict):
        kept = {key: keep(part) for key, part in value.items()}
        return {DECIMAL: kept} if set(value) == {DECIMAL} else kept
    if isinstance(value, list):
        return [keep(part) for part in value]
    return {DECIMAL: digits(value)} if isinstance(value, Decimal) else value


def release(value: Any) -> Any:
    """Return JSON content as it was before `keep`."""
    if isinstance(value, list):
        return [release(part) for part in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {DECIMAL}:
        inner = value[DECIMAL]
        return (
            Decimal(inner) if isinstance(inner, str) else {key: release(part) for key, part in inner.items()}
        )
    return {key: release(part) for key, part in value.items()}
