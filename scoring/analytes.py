"""The catalogue of laboratory tests: names, units, LOINC codes, assumed limits, plausible ranges.

Limits here are *assumed limits* for adults, used only where the laboratory gave none and named so wherever
they are used (clinical reference 7.3). A plausible range, our own choice, only makes entry ask back.
"""

from dataclasses import dataclass
from decimal import Decimal

from scoring.kernel import units
from scoring.kernel.citation import GENERAL_KNOWLEDGE, TEXTBOOK_RANGES, Citation
from scoring.kernel.units import Family


@dataclass(frozen=True, slots=True)
class Analyte:
    """One test; limits and plausible range are in `unit`, the first unit of its family."""

    id: str
    name: str
    family: Family
    loinc: tuple[str, ...]
    lower: Decimal | None
    upper: Decimal | None
    limits_source: Citation | None
    plausible: tuple[Decimal, Decimal]

    @property
    def unit(self) -> str:
        """The unit that values of this test are compared in."""
        return next(iter(self.family))

    @property
    def full_name(self) -> str:
        """The name by which a share is told from the count of the same cells."""
        return f"{self.name} %" if self.unit == "%" else self.name

    def canonical(self, value: Decimal, unit: str) -> Decimal:
        """Return a value in the unit compared in; KeyError for a unit that does not belong."""
        factor = self.family[unit]
        return units.to_celsius(value, unit) if self.id == "temperature" else value * factor


def _analyte(
    id: str,
    name: str,
    family: Family,
    loinc: str,
    limits: str,
    source: Citation | None,
    plausible: str,
) -> Analyte:
    lower, upper = (Decimal(part) if part else None for part in limits.split(".."))
    low, high = (Decimal(part) for part in plausible.split(".."))
    return Analyte(id, name, family, tuple(loinc.split()), lower, upper, source, (low, high))


GK, BOOK = GENERAL_KNOWLEDGE, TEXTBOOK_RANGES
_TABLE = (
    _analyte("temperature", "Temperature", units.TEMPERATURE, "8310-5", "..", None, "30..43"),
    _analyte("wbc", "White cells", units.COUNT, "6690-2 26464-8", "4000..11000", GK, "100..200000"),
    _analyte("neutrophils_pct", "Neutrophils", units.PERCENT, "770-8 26511-6", "40..70", GK, "0..100"),
    _analyte("neutrophils_abs", "Neutrophils", units.COUNT, "751-8 26499-4", "..", None, "0..150000"),
    _analyte("lymphocytes_pct", "Lymphocytes", units.PERCENT, "736-9 26478-8", "20..40", GK, "0..100"),
    _analyte("lymphocytes_abs", "Lymphocytes", units.COUNT, "731-0 26474-7", "..", None, "0..150000"),
    _analyte("eosinophils_pct", "Eosinophils", units.PERCENT, "713-8 26450-7 714-6", "..6", GK, "0..95"),
    _analyte("eosinophils_abs", "Eosinophils", units.COUNT, "711-2 26449-9 712-0", "..500", GK, "0..100000"),
    _analyte("atypical_lymphocytes_pct", "Atypical lymphocytes", units.PERCENT, "13046-8 42250-1", "..", None,
             "0..95"),
    _analyte("platelets", "Platelets", units.COUNT, "777-3 26515-7", "150000..400000", GK, "1000..2000000"),
    _analyte("hemoglobin", "Haemoglobin", units.MASS_PER_LITRE, "718-7", "120..", GK, "20..250"),
    _analyte("inr", "INR", units.RATIO, "6301-6 34714-6 38875-1", "..1.2", GK, "0.5..20"),
    _analyte("fibrinogen", "Fibrinogen", units.MASS_PER_LITRE, "", "..", None, "0.1..15"),
    _analyte("creatinine", "Creatinine", units.CREATININE, "2160-0 14682-9", "0.6..1.2", BOOK, "0.1..25"),
    _analyte("urea", "Urea", units.UREA, "3091-6 22664-7", "..", None, "2..600"),
    _analyte("albumin", "Albumin", units.MASS_PER_LITRE, "1751-7", "34..47", BOOK, "5..70"),
    _analyte("ast", "AST", units.ENZYME, "1920-8", "..35", BOOK, "1..30000"),
    _analyte("alt", "ALT", units.ENZYME, "1742-6 1743-4 1744-2", "..35", BOOK, "1..30000"),
    _analyte("alp", "ALP", units.ENZYME, "6768-6", "..133", BOOK, "5..10000"),
    _analyte("ggt", "GGT", units.ENZYME, "2324-2", "..85", BOOK, "1..10000"),
    _analyte("bilirubin_total", "Total bilirubin", units.BILIRUBIN, "1975-2 14631-6", "..1.2", BOOK, "0..60"),
    _analyte("bilirubin_direct", "Direct bilirubin", units.BILIRUBIN, "1968-7 14629-0 15152-2", "..0.5", BOOK,
             "0..50"),
    _analyte("ldh", "LDH", units.ENZYME, "2532-0 14804-9", "..230", BOOK, "20..50000"),
    _analyte("crp", "CRP", units.CRP, "1988-5", "..5", GK, "0..800"),
    _analyte("ferritin", "Ferritin", units.FERRITIN, "2276-4", "..400", GK, "1..200000"),
    _analyte("triglycerides", "Triglycerides", units.TRIGLYCERIDES, "", "..", None, "10..10000"),
    _analyte("glucose", "Glucose", units.GLUCOSE, "", "..", None, "10..2000"),
    _analyte("tsh", "TSH", units.TSH, "", "..", None, "0..500"),
    _analyte("free_t4", "Free T4", units.FREE_T4, "", "..", None, "0..20"),
    _analyte("lipase", "Lipase", units.ENZYME, "3040-3", "..160", BOOK, "1..30000"),
    _analyte("amylase", "Amylase", units.ENZYME, "1798-8", "..110", BOOK, "1..30000"),
    _analyte("ck", "CK", units.ENZYME, "2157-6", "..267", BOOK, "1..500000"),
    _analyte("troponin_t", "Troponin T", units.TROPONIN, "6598-7 67151-1", "..10", GK, "0..100000"),
    _analyte("troponin_i", "Troponin I", units.TROPONIN, "10839-9 89579-7", "..", None, "0..1000000"),
    _analyte("urine_protein_24h", "Urine protein", units.PROTEIN_24H, "", "..", None, "0..40"),
    _analyte(
        "urine_protein_creatinine_ratio", "Urine protein/creatinine", units.PROTEIN_CREATININE,
        "2890-2 13801-6 34366-5 40486-3", "..150", GK, "0..40000",
    ),
)  # fmt: skip
ANALYTES = {analyte.id: analyte for analyte in _TABLE}
