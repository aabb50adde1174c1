"""Read counted days, such as `AD 3` or `week 2`: their kind and number, before anything is counted."""

import re
from dataclasses import dataclass
from functools import lru_cache

AD, BA, DC, HD, DAY, D, WEEK = "AD", "BA", "DC", "HD", "day", "D", "week"
KINDS = {
    AD: "ad|admission day|day of admission|aufnahmetag|jour d'admission|dia de ingreso|día de ingreso",
    HD: "hd|hospital day|hosp\\.? day|day of hospital stay|day of hospitali[sz]ation|jour d'hospitalisation",
    BA: "ba|days? before admission|before admission",
    DC: "dc|d/c|days? after discharge|after discharge",
    DAY: "days?|study day|day of illness|illness day|krankheitstag|tag|jour|día|dia",
    D: "d|j",
    WEEK: "week|wk|w|woche|semaine|sem|semana",
}
NUMBER = r"(?P<sign>[+−–-]?) ?(?P<number>[0-9]{1,4})"
COUNTED = re.compile(
    "(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in KINDS.items()) + rf")[ .#]{{0,2}}{NUMBER}",
    re.IGNORECASE,
)
EAST_ASIAN = re.compile(r"第? ?([0-9]{1,4}) ?(?:日目|病日|일째|일차)|第 ?([0-9]{1,4}) ?病?日")
NO_MINUS = (BA, DC)
# Words that name a day by what happened on it, as a count of no days from it.
ADMISSION, DISCHARGE = "Admission", "Discharge"
EVENTS = {
    ADMISSION: re.compile(
        r"(?:(?:on|at|upon|day of|hospital) )?admission|(?:bei )?aufnahme|à l['’]admission|(?:al )?ingreso"
        r"|入院時",
        re.IGNORECASE,
    ),
    DISCHARGE: re.compile(
        r"(?:(?:on|at|upon|day of) )?discharge|(?:bei )?entlassung|à la sortie|al alta|退院時", re.IGNORECASE
    ),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted day: its kind, and the number that stands beside it."""

    kind: str
    number: int


@lru_cache(maxsize=50_000)
def read_counted(text: str) -> Counted | None:
    """Return the counted day that a text is, or None; `Day-3` may be day 3 or day −3 and is none."""
    if len(text) > 40:
        return None
    if found := EAST_ASIAN.fullmatch(text):
        return Counted(DAY, int(found[1] or found[2]))
    if event := next((event for event, words in EVENTS.items() if words.fullmatch(text)), ""):
        return Counted(event, 0)
    if not (found := COUNTED.fullmatch(text)):
        return None
    kind = next(kind for kind in KINDS if found[kind])
    if not found["sign"] or found["sign"] == "+":
        return Counted(kind, int(found["number"]))
    is_hyphen = kind != D and found[kind] == text[: found.start("sign")]
    return None if is_hyphen or kind in NO_MINUS else Counted(kind, -int(found["number"]))
