"""How wide a text is about to be, so that labels can make room for each other before anything is drawn."""

import re
import unicodedata

# Widths of DejaVu Sans, the widest of the stack, in thousandths of the size.
_WIDTHS = {
    300: " .,:;!'|ijlI/\\()[]",
    400: '"*-frt·',
    630: "#$+<=>_abdeghknopqsuvxyz0123456789",
    950: "mwMW%@−×",
}
_OF_CHAR = {char: width for width, chars in _WIDTHS.items() for char in chars}
_CAPITAL, _OTHER, _WIDE = 700, 640, 1000
_BOLD = 1.1
_BREAKS = re.compile(r"[^ -]*[ -]?")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a cautious width of one line in px."""
    total = sum(_OF_CHAR.get(char) or _other_width(char) for char in text)
    return total * size / 1000 * (_BOLD if bold else 1)


def _other_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return _WIDE
    return _CAPITAL if char.isupper() else _OTHER


def clip(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return text that fits, its end replaced by an ellipsis where it does not."""
    if text_width(text, size, bold=bold) <= room:
        return text
    while text and text_width(f"{text}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrap(text: str, room: float, size: float, *, bold: bool = False, most: int = 2) -> list[str]:
    """Return text in lines that fit, broken at spaces and hyphens; what is left after `most` is cut."""
    lines: list[str] = []
    for part in _BREAKS.findall(text):
        longer = f"{lines[-1]}{part}" if lines else part
        if lines and text_width(longer.rstrip(), size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    kept = [*lines[: most - 1], "".join(lines[most - 1 :])] if len(lines) > most else lines
    return [clip(line.rstrip(), room, size, bold=bold) for line in kept]
