"""Part lines at gaps of two or more spaces, as a table looks when it is copied from a page."""

import re

FIELD = re.compile(r"\S+(?: \S+)*")


def split_at_gaps(lines: list[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Return each line's cells; those between wider gaps."""
    return [(number, FIELD.findall(line)) for number, line in lines]
