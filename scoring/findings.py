"""The catalogue of findings: id, words, kind of value, unit, and the organ or group that it speaks for.

Any other id is kept, listed and never scored. Kinds: `tri` (yes, no, unknown), `number` with a unit, `text`.
Those of the groups `criteria` and `severity` are read by these alone: RegiSCAR never scores them.
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
    FindingKind("maculopapular_rash", "Maculopapular rash", "tri", "criteria"),
    FindingKind("ill_two_weeks_after_stop", "Ill two weeks after the drug was stopped", "tri", "criteria"),
    FindingKind("fever_above_38", "Fever above 38 °C", "tri", "criteria"),
    FindingKind("lymphadenopathy", "Enlarged lymph nodes at any site", "tri", "criteria"),
    FindingKind("node_of_2_cm", "A lymph node of 2 cm or more", "tri", "criteria"),
    FindingKind("interstitial_nephritis", "Interstitial nephritis", "tri", "criteria"),
    FindingKind("carditis", "Carditis", "tri", "criteria"),
    FindingKind("allopurinol_taken", "Allopurinol taken before the reaction", "tri", "severity"),
    FindingKind("erythroderma", "Erythroderma", "tri", "severity"),
    FindingKind("steroid_pulse", "Steroid pulse given", "tri", "severity"),
    FindingKind("erosions_surface", "Body surface with erosions", "number", "severity", "%"),
    FindingKind("fever_days", "Days with fever of 38.5 °C or more", "number", "severity", "d"),
    FindingKind("low_intake_days", "Days with 70 % or less of the usual food", "number", "severity", "d"),
)  # fmt: skip
FINDINGS = {kind.id: kind for kind in _TABLE}
