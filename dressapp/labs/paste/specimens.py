"""Tell of the words beside a result whether they name another specimen than blood, or another patient."""

import re
from collections.abc import Iterable

from dressapp.labs.names import fold

HEADS = (
    "specimen | specimen type | type of specimen | specimen source | sample type | type of sample | material"
    " | sample material | matrix | fluid | body fluid | lbspec | probenmaterial | untersuchungsmaterial"
    " | probenart | materialart | milieu | nature | échantillon | type d'échantillon | matériel | muestra"
    " | tipo de muestra | espécimen | 検体 | 材料 | 검체"
)
PATIENTS = (
    "patient | patients | patient name | name of patient | patient id | patient no | patient number | name"
    " | mrn | medical record number | pat nr | pat no | pat id | patienten id | patientennummer | patient nr"
    " | patientenname | subject | subject id | usubjid | subjid | case | case id | case no | nom du patient"
    " | ipp | nip | paciente | nombre del paciente | historia clínica | nhc"
)
OPERATORS = "operator | comparator | sign | qualifier | prefix | modifier | operateur | vergleich | relation"
BLOOD = frozenset(
    fold(word)
    for word in (
        "blood serum plasma venous arterial capillary edta heparin citrate blut vollblut serumblut venös"
        " sang sanguin veineux sérum sangre suero venosa sangue siero plasmatique 血液 血清 血漿 혈청 혈액"
    ).split()
)
OTHER = re.compile(
    r"(?:urin\w*|orina|harn|sammelurin|spoturin|csf|lcr|liquor|cerebrospinal|pleura\w*|ascit\w*|peritone\w*"
    r"|dialy[sz]a\w*|stool|stuhl|f[ae]c?es|faec\w*|fecal|selles|heces|bal|bronchoalveolar|lavage|sputum"
    r"|saliva|speichel|synovial\w*|pericard\w*|drain|drainage|effusion|exsudat|transsudat|sweat|bile|galle|pus"
    r"|尿|髄液|소변|뇌척수액)"
)
OTHER_SPECIMEN = "Another specimen: {}"
UNSURE = re.compile(r"[0-9]")  # the number of a specimen is no specimen


def _is_one_of(head: str, words: str) -> bool:
    """Tell whether a head is one of a list of words."""
    return bool(head) and fold(head) in {fold(word) for word in words.split("|")}


def heads_specimens(head: str) -> bool:
    """Tell whether a column with this head says what was examined."""
    return _is_one_of(head, HEADS)


def heads_patients(head: str) -> bool:
    """Tell whether a column with this head says whose the results are."""
    return _is_one_of(head, PATIENTS)


def heads_operators(head: str) -> bool:
    """Tell whether a column with this head holds `<` and `>` apart from the values."""
    return _is_one_of(head, OPERATORS)


def names_other(text: str) -> bool:
    """Tell whether a text names a specimen other than blood."""
    return any(OTHER.fullmatch(word) for word in fold(text).split())


def find_other(texts: Iterable[str]) -> str:
    """Return the first text that names a specimen other than blood, else nothing."""
    return next((text for text in texts if names_other(text)), "")


def is_of_urine(analyte: str, specimen: str) -> bool:
    """Tell whether a test is one of urine, and the specimen named beside it is urine."""
    return analyte.startswith("urine_") and "urin" in specimen.casefold()


def is_other(text: str) -> bool:
    """Tell whether a cell below the head `Specimen` is not surely blood, serum or plasma."""
    words = fold(text).split()
    if not words or UNSURE.search(text):
        return names_other(text)
    return names_other(text) or not BLOOD.intersection(words)
