"""The words that head the columns and rows of laboratory tables in English, German, French and Spanish."""

import re
from functools import lru_cache

from dressapp.labs.names import fold, split_head

TEST, CODE, DATE, TIME, VALUE, UNIT, RANGE = "test", "code", "date", "time", "value", "unit", "range"
LOWER, UPPER, FLAG, NOTE, SITE = "lower", "upper", "flag", "note", "site"

# The first words of each list are preferred where a table has several columns of one kind.
WORDS = {
    TEST: "test | analyte | test name | parameter | analysis | lab test | laboratory test | component | item"
    " | observation | investigation | lab | labs | variable | marker | name | description | lbtest"
    " | analyse | analyt | messgrösse | messgröße | untersuchung | laborwert | kenngrösse | kenngröße | labor"
    " | paramètre | examen | dosage | libellé | nom | bilan"
    " | parámetro | análisis | prueba | determinación | analito | nombre | 検査項目 | 項目"
    " | 검사항목 | 검사명",
    CODE: "loinc | loinc code | code | test code | kode | código | lbtestcd",
    DATE: "collected | collection date | date collected | collection date time | collected on | sample date"
    " | sampling date | specimen date | date of sample | date of collection | drawn | date drawn | taken"
    " | taken on | date taken | lbdtc | entnahme | entnahmedatum | abnahme | abnahmedatum | probenentnahme"
    " | date de prélèvement | prélèvement | prélevé le | fecha de extracción | fecha de toma | extracción"
    " | fecha de muestra | effective | effective date | date | day | date time | datetime | datum | tag"
    " | datum zeit | date heure | jour | fecha | día | fecha hora | 採取日 | 検査日 | 日付"
    " | 채취일 | 검사일 | 날짜"
    " | hospital day | day of hospital stay | day of hospitalisation | day of hospitalization | study day"
    " | day of illness | illness day | krankheitstag"
    " | result date | date of result | reported | resulted | befunddatum",
    TIME: "collection time | time collected | time | sample time | time of day | clock | zeit | uhrzeit"
    " | entnahmezeit | heure | heure de prélèvement | hora | 時刻 | 시간",
    VALUE: "value | result | results | test result | reading | measurement | numeric result | result value"
    " | lab value | lborres | wert | ergebnis | messwert | resultat | résultat | résultats | valeur | valor"
    " | resultado | resultados | 結果 | 検査値 | 測定値 | 결과 | 결과값",
    UNIT: "unit | units | uom | unit of measure | units of measure | result unit | einheit | einheiten"
    " | lborresu | unité | unités | unidad | unidades | 単位 | 단위",
    RANGE: "reference range | reference | ref range | ref | normal range | normal | normal values | range"
    " | reference interval | ref interval | reference ranges | reference values | normal value | limits"
    " | normals | laboratory norm | lab norm | normal limits | reference limits"
    " | referenz | referenzbereich | normbereich | norm | normwert | normwerte | ref bereich"
    " | valeurs de référence | valeurs normales | normes | intervalle de référence | référence"
    " | valores de referencia | valores normales | rango | rango de referencia | rango normal"
    " | intervalo de referencia | referencia | vr | vn | 基準値 | 基準範囲 | 참고치 | 정상치 | 참고범위",
    LOWER: "lower limit of normal | lln | lower limit | lower | lower reference | ref low"
    " | range low | reference low | normal low | lbornrlo | unterer grenzwert | untergrenze"
    " | limite inférieure | borne inférieure | límite inferior",
    UPPER: "upper limit of normal | uln | upper limit | upper | upper reference | ref high"
    " | range high | reference high | normal high | upper normal | lbornrhi | oberer grenzwert | obergrenze"
    " | limite supérieure | borne supérieure | lsn | límite superior",
    FLAG: "flag | flags | abnormal | abnormal flag | h l | hl | interpretation | status | markierung"
    " | bewertung | anormal | alerte | alerta | marca",
    NOTE: "note | notes | comment | comments | remark | remarks | result comment | kommentar | bemerkung"
    " | bemerkungen | anmerkung | commentaire | commentaires | remarque | remarques | comentario"
    " | comentarios | observación | observaciones | nota | notas | 備考 | 비고",
    SITE: "site | body site | site of measurement | messort | ort | lieu de mesure | lugar",
}  # fmt: skip
RANKS = {
    fold(word): (role, rank) for role, words in WORDS.items() for rank, word in enumerate(words.split("|"))
}
BIRTH = re.compile(
    r"\b(?:dob|birth|birthday|born|geb|geburt\w*|naissance|née?|nacimiento|nacido)\b", re.IGNORECASE
)


def is_birth(text: str) -> bool:
    """Tell whether a head is that of a date of birth."""
    return bool(BIRTH.search(text))


@lru_cache(maxsize=10_000)
def role_of(text: str) -> str:
    """Return what a column or row with this head holds; empty for any other head."""
    return _rank(text)[0]


def preference(text: str) -> int:
    """Return how well a head names its kind of column, the smaller the better."""
    return _rank(text)[1]


def _rank(text: str) -> tuple[str, int]:
    """Return the role of a head, a unit in it set aside, and its place among the words of the role."""
    if not text or len(text) > 60:
        return "", 0
    return RANKS.get(fold(text)) or RANKS.get(fold(split_head(text).name), ("", 0))
