"""The catalogue of findings: id, words, kind of value, unit, and the organ or group that it speaks for.

Any other id is kept, listed and never scored. Kinds: `tri` (yes, no, unknown), `number` with a unit, `text`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding; `group` says where screens show it, `organ` which organ it speaks for."""

    id: str
    words: str
    kind: str
    group: str
    unit: str = ""
    organ: str = ""


RASH_FEATURES = ("facial_oedema", "infiltration", "purpura_beyond_legs", "psoriasiform_scaling")

_TABLE = (
    FindingKind("facial_oedema", "Facial oedema", "tri", "rash"),
    FindingKind("infiltration", "Infiltrated lesions", "tri", "rash"),
    FindingKind("purpura_beyond_legs", "Purpura other than on the legs", "tri", "rash"),
    FindingKind("psoriasiform_scaling", "Psoriasiform scaling", "tri", "rash"),
    FindingKind("no_rash", "No rash at all", "tri", "rash"),
    FindingKind("body_surface", "Body surface covered", "number", "rash", "%"),
    FindingKind("morphology", "Morphology", "text", "skin"),
    FindingKind("targetoid_lesions", "Targetoid lesions", "tri", "skin"),
    FindingKind("pustules", "Pustules", "tri", "skin"),
    FindingKind("blisters_or_erosions", "Blisters or erosions", "tri", "skin"),
    FindingKind("skin_pain", "Skin pain", "tri", "skin"),
    FindingKind("nikolsky", "Nikolsky sign", "tri", "skin"),
    FindingKind("mucosa_mouth", "Lips and mouth", "text", "mucosa"),
    FindingKind("mucosa_eyes", "Eyes", "text", "mucosa"),
    FindingKind("mucosa_genital", "Genital mucosa", "text", "mucosa"),
    FindingKind("mucosa_throat", "Throat", "text", "mucosa"),
    FindingKind("throat_swelling", "Throat swelling", "tri", "mucosa"),
    FindingKind("node", "Lymph node", "number", "nodes", "cm"),
    FindingKind("smear", "Blood smear", "text", "blood"),
    FindingKind("biopsy", "Skin biopsy", "text", "biopsy"),
    FindingKind("ecg_abnormal", "ECG abnormal", "tri", "organs", organ="muscle_heart"),
    FindingKind("echo_abnormal", "Echocardiogram abnormal", "tri", "organs", organ="muscle_heart"),
    FindingKind("interstitial_lung_changes", "Interstitial lung changes", "tri", "organs", organ="lung"),
    FindingKind("oxygen_saturation", "Oxygen saturation", "number", "organs", "%"),
    FindingKind("haematuria", "Haematuria", "tri", "organs", organ="kidney"),
    FindingKind("enlarged_spleen", "Spleen enlarged", "tri", "organs", organ="other"),
    FindingKind("nervous_system", "Nervous system involved", "tri", "organs", organ="other"),
    FindingKind("gut", "Gut involved", "tri", "organs", organ="other"),
    FindingKind("hla_allele", "HLA allele", "tri", "genes"),
)  # fmt: skip
FINDINGS = {kind.id: kind for kind in _TABLE}
