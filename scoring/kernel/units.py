"""Units in UCUM, the factor of each to the unit a quantity is compared in, and how people read them.

A family maps a UCUM code to the factor that turns a value in it into the family's first unit. Mass and molar
units of one substance meet only through that substance's own factor (clinical reference 7.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Factor:
    """A ratio that a number is multiplied or divided by; 1 / 88.4 has no end, so both parts are kept."""

    times: Decimal
    per: Decimal = Decimal(1)

    def __rmul__(self, value: Decimal) -> Decimal:
        """Return a value times the ratio, rounded once at most."""
        return value * self.times / self.per

    def __rtruediv__(self, value: Decimal) -> Decimal:
        """Return a value divided by the ratio, rounded once at most."""
        return value * self.per / self.times


Family = Mapping[str, Factor]


def family(pairs: Mapping[str, str]) -> Family:
    """Return a family from codes and factors as text; the first code is the one compared in."""
    return {code: Factor(Decimal(factor)) for code, factor in pairs.items()}


COUNT = family(
    {"/uL": "1", "10*3/uL": "1000", "10*9/L": "1000", "10*6/L": "1", "10*2/uL": "100", "10*4/uL": "10000"}
)
PERCENT = family({"%": "1"})
ENZYME = family({"U/L": "1", "[IU]/L": "1", "ukat/L": "60"})
MASS_PER_LITRE = family({"g/L": "1", "g/dL": "10", "mg/dL": "0.01"})
CRP = family({"mg/L": "1", "mg/dL": "10"})
FERRITIN = family({"ug/L": "1", "ng/mL": "1"})
TROPONIN = family({"ng/L": "1", "pg/mL": "1", "ng/mL": "1000", "ug/L": "1000"})
RATIO = family({"{INR}": "1", "1": "1"})
PROTEIN_24H = family({"g/(24.h)": "1", "g/d": "1", "mg/(24.h)": "0.001", "mg/d": "0.001"})
PROTEIN_CREATININE = family({"mg/g": "1", "g/g": "1000", "mg/mmol": "8.84"})
TSH = family({"m[IU]/L": "1", "mU/L": "1", "u[IU]/mL": "1"})
TEMPERATURE = family({"Cel": "1", "[degF]": "1"})


def mass_or_molar(mass_unit: str, molar_unit: str, molar_per_mass: str, masses: Mapping[str, str]) -> Family:
    """Return the family of one substance: `molar = mass * molar_per_mass`, and its other units of mass."""
    molar = {molar_unit: Factor(Decimal(1), per=Decimal(molar_per_mass))}
    return {**family({mass_unit: "1"}), **molar, **family(masses)}


MG_PER_LITRE, G_PER_LITRE, PG_PER_ML = {"mg/L": "0.1"}, {"g/L": "100"}, {"pg/mL": "0.1"}
BILIRUBIN = mass_or_molar("mg/dL", "umol/L", "17.1", MG_PER_LITRE)
CREATININE = mass_or_molar("mg/dL", "umol/L", "88.4", MG_PER_LITRE)
UREA = mass_or_molar("mg/dL", "mmol/L", "0.1665", G_PER_LITRE)
TRIGLYCERIDES = mass_or_molar("mg/dL", "mmol/L", "0.01129", G_PER_LITRE)
GLUCOSE = mass_or_molar("mg/dL", "mmol/L", "0.0555", G_PER_LITRE)
FREE_T4 = mass_or_molar("ng/dL", "pmol/L", "12.87", PG_PER_ML)

LABELS = {
    "/uL": "/µL",
    "10*3/uL": "×10³/µL",
    "10*9/L": "×10⁹/L",
    "10*6/L": "×10⁶/L",
    "10*2/uL": "×10²/µL",
    "10*4/uL": "×10⁴/µL",
    "[IU]/L": "IU/L",
    "ukat/L": "µkat/L",
    "umol/L": "µmol/L",
    "ug/L": "µg/L",
    "{INR}": "",
    "1": "",
    "g/(24.h)": "g/24 h",
    "mg/(24.h)": "mg/24 h",
    "g/d": "g/24 h",
    "mg/d": "mg/24 h",
    "m[IU]/L": "mIU/L",
    "u[IU]/mL": "µIU/mL",
    "Cel": "°C",
    "[degF]": "°F",
}


def label(unit: str) -> str:
    """Return a UCUM code the way people write it."""
    return LABELS.get(unit, unit)


def to_celsius(value: Decimal, unit: str) -> Decimal:
    """Return a temperature in degrees Celsius."""
    return (value - 32) * 5 / 9 if unit == "[degF]" else value


def shown(value: Decimal) -> str:
    """Return a number in plain digits, grouped by thousands, with no digit added or lost."""
    return f"{value:,f}"


def plain(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without an exponent."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def with_unit(text: str, unit: str) -> str:
    """Return a number's text with its unit beside it."""
    return f"{text} {label(unit)}".rstrip()
