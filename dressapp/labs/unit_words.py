"""Read the units that people write."""

import re
import unicodedata

from scoring.analytes import ANALYTES

from .unit_suggestions import suggest_units

__all__ = ["is_unit", "looks_like_unit", "read_unit", "suggest_units"]

LONGEST = 40  # characters; what is longer is no unit

RAISED = re.compile("(?<=10)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
MINUS = str.maketrans("⁻−–", "---")
PER = re.compile(r"\b(?:per|pro|par|por)\b")
INVERSE = re.compile(r"[\s.·]+(dl|ml|ul|nl|l|mm3|g|mmol|mol)\s?\^?-1\b")
POINTS = re.compile(r"(?<![0-9])[.,]|[.,](?![0-9])|(?<=1)[.,](?=000)|(?<=10)[.,](?=000)")
DROPPED = re.compile(r"[\s·・()\[\]{}]+")
# What people write, in the order it is replaced, and what it stands for.
SPELLINGS = (
    (r"mcl|microl(?:it(?:er|re)s?)?\b", "ul"), (r"mcg", "ug"), (r"mc(mol|kat|iu|u)|micro(mol|kat)", r"u\1\2"),
    (r"/lit(?:er|re)s?$|/ltr$", "/l"), (r"/(?:cu?mm|mm\^?3)$", "/ul"), (r"^g(?:m|r|ms)/", "g/"),
    (r"/100ml$", "/dl"), (r"^(m|u|)(?:ie|ui|iu)/", r"\1iu/"), (r"^(m|u|)e/", r"\1u/"),
    (r"^(?:units?|einheiten)/", "u/"),
    (r"/(?:24(?:h|hr|hrs|hours?|std|stdn|stunden|heures|horas|ore|時間|시간)|day|tag|jour|día|dia|giorno|日|일)$",
     "/d"),
    (r"(?<=/g|ol)(?:urine)?(?:kreatinin|creatinine|créatinine|creatinina|creat|krea|crea|cre|cr)$", ""),
)  # fmt: skip
MEANT = [(re.compile(written), meant) for written, meant in SPELLINGS]

# Powers of ten by what is written before the volume.
MANY = {
    "": 0, "1": 0, "k": 3, "thou": 3, "thousand": 3, "thousands": 3, "tsd": 3, "tausend": 3, "1000": 3,
    "miles": 3, "千": 3, "천": 3, "100": 2, "10000": 4, "万": 4, "만": 4,
    "million": 6, "millions": 6, "mio": 6, "giga": 9, "g": 9, "gpt": 9,
}  # fmt: skip
POWER = re.compile(r"[x×*]?(?:10(?:\^|\*\*?|e)?|e)\+?0?([2-9])")
CELLS = re.compile(r"(?<![a-z])(?:cells?|zellen|células|cellules|cellule|cel|個|개)$")
COUNTS = {
    (0, "ul"): "/uL", (2, "ul"): "10*2/uL", (3, "ul"): "10*3/uL", (4, "ul"): "10*4/uL",
    (6, "l"): "10*6/L", (9, "l"): "10*9/L", (0, "nl"): "10*9/L",
}  # fmt: skip

# Codes of equal amount for each written unit; the first that the test has is taken.
WORDS = {
    "%": "%", "percent": "%", "prozent": "%", "pct": "%",
    "g/l": "g/L", "g/dl": "g/dL", "g%": "g/dL", "mg/ml": "g/L", "mg/dl": "mg/dL", "mg%": "mg/dL",
    "mg/l": "mg/L", "ug/ml": "mg/L", "ug/l": "ug/L ng/mL", "ng/ml": "ng/mL ug/L",
    "ng/l": "ng/L pg/mL", "pg/ml": "pg/mL ng/L", "ng/dl": "ng/dL",
    "umol/l": "umol/L", "mmol/l": "mmol/L", "pmol/l": "pmol/L",
    "u/l": "U/L", "iu/l": "[IU]/L", "mu/ml": "U/L", "miu/ml": "[IU]/L", "ukat/l": "ukat/L",
    "miu/l": "m[IU]/L", "mu/l": "mU/L", "uiu/ml": "u[IU]/mL", "uu/ml": "u[IU]/mL",
    "cel": "Cel", "c": "Cel", "°c": "Cel", "degc": "Cel", "gradc": "Cel", "celsius": "Cel", "°celsius": "Cel",
    "f": "[degF]", "°f": "[degF]", "degf": "[degF]", "fahrenheit": "[degF]", "°fahrenheit": "[degF]",
    "inr": "{INR}", "ratio": "1", "1": "1",
    "g/d": "g/(24.h)", "mg/d": "mg/(24.h)",
    "mg/g": "mg/g", "ug/mg": "mg/g", "g/g": "g/g", "mg/mg": "g/g", "mg/mmol": "mg/mmol", "g/mol": "mg/mmol",
}  # fmt: skip
EVERY_CODE = frozenset(code for analyte in ANALYTES.values() for code in analyte.family)
# So written, a text is meant as a unit, known or not.
VOLUME = r"(?:[dmcuµμnpf]?l|mm[3³])"
TIMES = r"(?:(?:[x×*]\s?10\s?[\^*e]?\s?|10[\^*e]\s?)[0-9]{1,2}|(?:[x×*]\s?)?10[¹²³⁴⁶⁹]{1,2})"
AMOUNT = r"(?:[pnuµμmk]|mc)?(?:g|gr|gm|mol|kat|[iu]*u|ui|ie|e|eq|copies)"
UNIT_LIKE = re.compile(
    rf"{AMOUNT}\s?/\s?(?:{VOLUME}|h|d|day|g|kg|24\s?h|m?mol)|(?:cells?|{TIMES})?\s?/\s?{VOLUME}|{TIMES}",
    re.IGNORECASE,
)


def read_unit(text: str, analyte_id: str = "") -> str:
    """Return the UCUM code of a unit as people write it; empty where it is none, or none of the test."""
    given = text.strip()
    if _is_of(given, analyte_id):
        return given
    return next((code for code in _codes(given, analyte_id) if _is_of(code, analyte_id)), "")


def _is_of(code: str, analyte_id: str) -> bool:
    """Tell whether a code is a unit of a test, or of any where none is named."""
    if not analyte_id:
        return code in EVERY_CODE
    return analyte_id in ANALYTES and code in ANALYTES[analyte_id].family


def is_unit(text: str) -> bool:
    """Tell whether a text reads as a unit of any test."""
    given = text.strip()
    return given in EVERY_CODE or bool(_codes(given, "any"))


def looks_like_unit(text: str) -> bool:
    """Tell whether a text can only be meant as a unit, though perhaps as none that is known: `×10³`."""
    return len(text) <= LONGEST and bool(UNIT_LIKE.fullmatch(text.strip()))


def _codes(text: str, analyte_id: str) -> list[str]:
    """Return the codes that a written unit may stand for; a bare G/L needs its test."""
    key = _key(text) if len(text) <= LONGEST else ""
    is_capital_g = key == "g/l" and text.lstrip("([").startswith("G")
    if not key or (is_capital_g and not analyte_id):
        return []
    codes = WORDS.get(key, "").split()
    return codes if key == "g/l" and not is_capital_g else codes + _count_codes(key)


def _key(text: str) -> str:
    """Return a unit's text without what people write differently."""
    raised = RAISED.sub(r"^\1", text).translate(MINUS)
    key = unicodedata.normalize("NFKC", raised).casefold().replace("μ", "u").replace("−", "-")
    key = INVERSE.sub(r"/\1", PER.sub("/", key))
    key = DROPPED.sub("", POINTS.sub("", key))
    for written, meant in MEANT if key not in WORDS else ():
        key = written.sub(meant, key)
    return key


def _count_codes(key: str) -> list[str]:
    """Return the code of a number of cells in a volume."""
    many, slash, volume = key.rpartition("/")
    many = CELLS.sub("", many)
    power = POWER.fullmatch(many)
    zeros = int(power[1]) if power else MANY.get(many.lstrip("x×*"), -1)
    code = COUNTS.get((zeros, volume)) if slash else None
    return [code] if code else []
