"""Where a result came from, in words that name nobody: names of files and ids of cases may name a patient."""

import re

from dressapp.labs.services import TYPED

CASE_FILE, FILE = "case file", "imported file"
PASTE = re.compile(r"Paste of [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4}")
PLACE = re.compile(r", ((?:line|row|entry|labs) [0-9]{1,6})(?=,|$)", re.ASCII)
CUT = "…"


def without_names(source: str) -> str:
    """Return the origin of a result without the name of its file, the id of its case, or heads of its table.

    Only words that this program writes are known to name nobody; whatever else stands there is a file's.
    """
    if source in ("", TYPED):
        return source
    if source == CASE_FILE or source.startswith(f"{CASE_FILE} "):
        return CASE_FILE
    pasted = PASTE.match(source)
    places = [] if source.endswith(CUT) else PLACE.findall(source)
    return ", ".join([pasted[0] if pasted else FILE, *places[-1:]])
