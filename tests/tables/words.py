"""What generated tables are written with, typed apart from the reader's own tables."""

# Test: its names in the ways of laboratories, then each unit with the ways it is written and a usual range.
# Ranges are (lowest, highest, places behind the point).
TESTS = {
    "wbc": (
        ["WBC", "Leukocytes", "White blood cells", "Leukozyten", "Leucocytes", "白血球", "백혈구"],
        {
            "/uL": (["/uL", "/µL", "/mm3", "cells/µL"], (1200, 32000, 0)),
            "10*9/L": (["x10^9/L", "10⁹/L", "G/L", "10*9/L"], (1, 32, 1)),
            "10*3/uL": (["x10^3/uL", "K/µL", "10³/µL", "K/uL"], (1, 32, 2)),
        },
    ),
    "eosinophils_pct": (
        ["Eosinophil (%)", "Eosinophils %", "EOS%", "Eosinophile %"],
        {"%": (["%"], (0, 60, 1))},
    ),
    "platelets": (
        ["Platelets", "PLT", "Thrombozyten", "Plaquettes", "血小板"],
        {
            "10*3/uL": (["x10^3/uL", "K/µL", "10*3/uL"], (15, 600, 0)),
            "10*9/L": (["x10^9/L", "G/L", "10⁹/L"], (15, 600, 0)),
        },
    ),
    "hemoglobin": (
        ["Haemoglobin", "Hemoglobin", "Hb", "Hgb", "Hämoglobin"],
        {"g/dL": (["g/dL", "g/dl"], (6, 17, 1)), "g/L": (["g/L", "g/l"], (60, 170, 0))},
    ),
    "ast": (
        ["AST", "GOT", "SGOT", "ASAT", "AST/GOT"],
        {"U/L": (["U/L", "U/l"], (10, 3000, 0)), "[IU]/L": (["IU/L", "IU/l"], (10, 3000, 0))},
    ),
    "alt": (
        ["ALT", "GPT", "SGPT", "ALAT", "ALT/GPT"],
        {"U/L": (["U/L", "U/l"], (10, 3000, 0)), "[IU]/L": (["IU/L"], (10, 3000, 0))},
    ),
    "alp": (["ALP", "Alkaline phosphatase", "AP"], {"U/L": (["U/L"], (40, 1500, 0))}),
    "ggt": (["GGT", "γ-GT", "Gamma-GT"], {"U/L": (["U/L", "U/l"], (10, 1500, 0))}),
    "bilirubin_total": (
        ["Total bilirubin", "T-Bil", "Bilirubin, total"],
        {
            "mg/dL": (["mg/dL", "mg/dl"], (0.2, 30, 1)),
            "umol/L": (["µmol/L", "umol/l", "μmol/L"], (4, 500, 0)),
        },
    ),
    "bilirubin_direct": (
        ["Direct bilirubin", "D-Bil"],
        {"mg/dL": (["mg/dL"], (0.1, 20, 1)), "umol/L": (["µmol/L"], (2, 300, 0))},
    ),
    "creatinine": (
        ["Creatinine", "Cr", "Kreatinin", "Créatinine", "Creatinina"],
        {"mg/dL": (["mg/dL", "mg/dl"], (0.4, 9, 2)), "umol/L": (["µmol/L", "umol/L"], (40, 800, 0))},
    ),
    "ldh": (["LDH", "Lactate dehydrogenase"], {"U/L": (["U/L"], (100, 3000, 0))}),
    "crp": (
        ["CRP", "C-reactive protein"],
        {"mg/L": (["mg/L", "mg/l"], (1, 300, 1)), "mg/dL": (["mg/dL"], (1, 40, 1))},
    ),
    "albumin": (["Albumin", "Alb"], {"g/dL": (["g/dL"], (1.5, 5, 1)), "g/L": (["g/L"], (15, 50, 0))}),
    "ferritin": (
        ["Ferritin"],
        {"ng/mL": (["ng/mL", "ng/ml"], (20, 20000, 0)), "ug/L": (["µg/L"], (20, 20000, 0))},
    ),
    "ck": (["CK", "Creatine kinase", "CPK"], {"U/L": (["U/L"], (20, 9000, 0))}),
    "lipase": (["Lipase"], {"U/L": (["U/L"], (10, 3000, 0))}),
}  # fmt: skip

# Tests that the catalogue does not have: their rows are kept aside.
FOREIGN = {
    "Sodium": "mmol/L", "Potassium": "mmol/L", "Procalcitonin": "ng/mL", "Uric acid": "mg/dL", "aPTT": "s",
    "D-dimer": "ng/mL", "Calcium": "mmol/L", "HbA1c": "%", "MCV": "fL", "Total protein": "g/dL",
}  # fmt: skip

MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
FLAGS = [" H", " L", "*", " (H)", "↑"]
NOTHING = ["", "-", "–", "n.d.", "NA"]
NOT_NUMBERS = ["neg", "trace", "hemolysed", "see note"]
