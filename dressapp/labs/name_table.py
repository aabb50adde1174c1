"""The ways laboratories write the tests of the catalogue, in several languages.

Written from general knowledge, not from a terminology, and to be reviewed by speakers of each language. A
form that was not certain is left out or stands among the doubtful ones: such a name is asked about. Names
are folded before they are compared (`names.fold`), so a form stands here once whatever its case, accents,
hyphens and dots; a form of several words is also known written together.
"""

NAMES = {
    "temperature": "Temperature | Temp | Body temperature | Body temp",
    "wbc": "WBC | WBC count | White cells | White cell count | White blood cells | White blood cell count"
    " | Leukocytes | Leucocytes | Leukocyte count | Leucocyte count | WCC | Leuko | Leuco | Leukos",
    "atypical_lymphocytes_pct": "Atypical lymphocytes | Atypical lymphocyte | Atypical lymphs | Atyp lymphs"
    " | Atypical lymph | Atyp lymph | Reactive lymphocytes | Variant lymphocytes | Lymphocytes atypical",
    "platelets": "Platelets | Platelet | Platelet count | Plt | Plts | PLT count | Thrombocytes"
    " | Thrombocyte count",
    "hemoglobin": "Haemoglobin | Hemoglobin | Hb | Hgb",
    "inr": "INR | PT-INR | INR PT | Prothrombin time INR | International normalised ratio"
    " | International normalized ratio",
    "fibrinogen": "Fibrinogen | Fib | Fibrinogen Clauss | Clauss fibrinogen",
    "creatinine": "Creatinine | Cr | Cre | Crea | Creat | SCr | sCr",
    "urea": "Urea",
    "albumin": "Albumin | Alb",
    "ast": "AST | GOT | SGOT | ASAT | AST/GOT | GOT/AST | AST/SGOT | SGOT/AST | ASAT/GOT | GOT/ASAT"
    " | Aspartate aminotransferase | Aspartate transaminase | AST aspartate aminotransferase"
    " | Aspartate aminotransferase AST | Glutamic oxaloacetic transaminase",
    "alt": "ALT | GPT | SGPT | ALAT | ALT/GPT | GPT/ALT | ALT/SGPT | SGPT/ALT | ALAT/GPT | GPT/ALAT"
    " | Alanine aminotransferase | Alanine transaminase | ALT alanine aminotransferase"
    " | Alanine aminotransferase ALT | Glutamic pyruvic transaminase",
    "alp": "ALP | Alk phos | Alkaline phosphatase | Alkaline phos | Alk phosphatase | ALKP | Alk P"
    " | Alkaline phosphatase ALP | ALP alkaline phosphatase",
    "ggt": "GGT | γ-GT | γ-GTP | GGTP | Gamma GT | Gamma GTP | GGT/γ-GTP | Gamma glutamyl transferase"
    " | Gamma glutamyltransferase | γ-glutamyl transferase | γ-glutamyltransferase"
    " | Gamma glutamyl transpeptidase | γ-glutamyl transpeptidase | Gamma glutamyl transferase GGT",
    "bilirubin_total": "Total bilirubin | Bilirubin total | T-Bil | Bil T | Bilirubin | Bili | TBil | Tot Bil"
    " | Total bili | Bili total | Bilirubin T | T bilirubin | Tot bilirubin | Bil total | TBili",
    "bilirubin_direct": "Direct bilirubin | Bilirubin direct | D-Bil | Bil D | Conjugated bilirubin"
    " | Bilirubin conjugated | Direct bili | Bili direct | D bilirubin | Bilirubin D | DBili | Bil direct",
    "ldh": "LDH | LD | Lactate dehydrogenase | Lactic dehydrogenase | Lactic acid dehydrogenase | LD LDH"
    " | LDH LD | Lactate dehydrogenase LDH | LDH lactate dehydrogenase",
    "crp": "CRP | hs-CRP | hsCRP | C-reactive protein | C-reactive protein CRP | CRP C-reactive protein"
    " | High-sensitivity CRP | High-sensitivity C-reactive protein | CRP hs | usCRP",
    "ferritin": "Ferritin | Ferr | Ferritine",
    "triglycerides": "Triglycerides | Triglyceride | Trig | Trigs | TAG | Triacylglycerol",
    "glucose": "Glucose | Glu | Gluc | Blood glucose | Blood sugar | Glc | Fasting glucose"
    " | Fasting blood glucose | Random glucose",
    "tsh": "TSH | Thyroid stimulating hormone | Thyrotropin | Thyrotrophin",
    "free_t4": "Free T4 | FT4 | T4 free | Free thyroxine | Thyroxine free | Free T4 FT4",
    "lipase": "Lipase | Lip",
    "amylase": "Amylase | Amy | Amyl | Total amylase | Amylase total",
    "ck": "CK | CPK | Creatine kinase | Creatine phosphokinase | CK total | Total CK | CK-NAC | CK/CPK"
    " | CPK/CK | Creatine kinase CK | CK creatine kinase | Creatine kinase total",
    "troponin_t": "Troponin T | TnT | cTnT | hs-TnT | hs-cTnT | Trop T | Trop T hs | hs troponin T"
    " | Troponin T hs | High-sensitivity troponin T | Cardiac troponin T | Troponin T high-sensitivity",
    "troponin_i": "Troponin I | TnI | cTnI | hs-TnI | hs-cTnI | Trop I | Trop I hs | hs troponin I"
    " | Troponin I hs | High-sensitivity troponin I | Cardiac troponin I | Troponin I high-sensitivity",
    "urine_protein_24h": "24-hour urine protein | 24 h urine protein | Urine protein 24 h"
    " | Urine protein 24-hour | 24 hr urine protein | Proteinuria 24 h | 24 h proteinuria",
    "urine_protein_creatinine_ratio": "UPCR | uPCR | Urine protein/creatinine ratio | PCR urine"
    " | Urine protein/creatinine | Protein/creatinine ratio | Protein creatinine ratio urine"
    " | Urine protein to creatinine ratio | UP/UC | uProt/uCrea",
}

# A share or a count: the unit says which, else it is asked.
OPEN = {
    ("neutrophils_pct", "neutrophils_abs"): "Neutrophils | Neutrophil | Neutrophil count | Neut | Neuts"
    " | Neu | Neutro | Segmented neutrophils | Segmented neutrophil | Seg neutrophil | Seg neutrophils"
    " | Seg neut | Segs | Seg | Neutrophils segmented",
    ("lymphocytes_pct", "lymphocytes_abs"): "Lymphocytes | Lymphocyte | Lymphocyte count | Lymph | Lymphs"
    " | Lym | Lymp | Ly | Lympho",
    ("eosinophils_pct", "eosinophils_abs"): "Eosinophils | Eosinophil | Eosinophil count | Eos | Eo | Eosin"
    " | Eosino",
}
SHARE_WORDS = "% | pct | percent | percentage | perc | rel | relative"
COUNT_WORDS = "# | abs | absolute"
# Whole names of a share or a count.
SHARES_AND_COUNTS = {
    "neutrophils_abs": "ANC",
    "lymphocytes_abs": "ALC",
    "eosinophils_abs": "AEC",
}

# What such a name most often stands for; it is asked about all the same.
DOUBTFUL = {
    "TB": ("bilirubin_total",),
    "DB": ("bilirubin_direct",),
    "TG": ("triglycerides",),
    "AP": ("alp",),
    "PMN": ("neutrophils_pct", "neutrophils_abs"),
    "Polymorphs": ("neutrophils_pct", "neutrophils_abs"),
    "Troponin": ("troponin_t", "troponin_i"),
    "hs-Troponin": ("troponin_t", "troponin_i"),
    "PCR": ("crp", "urine_protein_creatinine_ratio"),
    "ACR": (),
    "Proteinuria": ("urine_protein_24h", "urine_protein_creatinine_ratio"),
    "Urine protein": ("urine_protein_24h", "urine_protein_creatinine_ratio"),
}

# Around a name these change nothing.
SPECIMENS = "serum | plasma | blood | level | s | p | b"

UREA_NITROGEN = "Urea nitrogen is not urea: its numbers are about half as large. Keep it aside."
ABNORMAL = "Abnormal lymphocytes are not atypical lymphocytes. Keep them aside."
ATYPICAL_COUNT = "Atypical lymphocytes are kept in % only. Keep the count aside."
TRAPS = {
    UREA_NITROGEN: "BUN | Urea nitrogen | Blood urea nitrogen | Urea N | UN | SUN | Serum urea nitrogen",
    ABNORMAL: "Abnormal lymphocytes | Abnormal lymphocyte | Abnormal lymphs | Abn lymphs",
}
TRAP_CODES = {
    "3094-0": UREA_NITROGEN,
    "14937-7": UREA_NITROGEN,
    "30413-9": ABNORMAL,
    "30412-1": ABNORMAL,
    "26477-0": ATYPICAL_COUNT,
}
# Tests that the catalogue does not have and whose names are near to one that it has.
OTHERS = (
    "Indirect bilirubin | Unconjugated bilirubin | Creatine | Creatinine clearance | Prealbumin | CK-MB"
    " | Urine albumin | Urine creatinine | Free T3 | FT3 | T4 | Total T4 | T3 | Uric acid | Band neutrophils"
)
