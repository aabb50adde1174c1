"""What the proof says in words of its own: claims, open questions, readings, and errors seen elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One open question: what it decides, and what the program does until somebody knows."""

    asks: str
    decides: str
    meanwhile: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What was seen or is not settled, and what stands against it."""

    seen: str
    instead: str


CLAIMED = (
    "The RegiSCAR score is computed as four papers restate its published table, and agrees with it in every "
    "combination of answers.",
    "Unknown stays unknown: it is never taken as no, nothing is filled in, and the range shows what is open.",
    "Every threshold of the rule sets stands here with its source and how sure it is.",
    "The published cases below are scored by this version; each difference from their authors is explained.",
)
NOT_CLAIMED = (
    "Nobody has validated this program: no clinician, registry or clinical safety officer has reviewed it.",
    "It does not diagnose, and it says nothing about which drug caused a reaction.",
    "Agreeing with a table does not show that the table is right for a patient.",
    "The primary papers were not read in full. The organ thresholds are the weakest part.",
)
QUESTIONS = (
    Question(
        "Kardaun 2007: are hepatitis A, B and C, and mycoplasma and chlamydia, counted as groups or singly?",
        "Other causes excluded: 1 point",
        "They count as groups; the clinician's answer comes first.",
    ),
    Question(
        "Kardaun 2013, supplement: how exactly is each organ defined?",
        "Organ involvement: up to 2 points",
        "Data only show that a threshold is met; organs are never scored from data.",
    ),
    Question(
        "Brüggen 2024: what are the numbers of the severity table, and how long is a severe case tapered?",
        "The severity class of that consensus",
        "None of its classes is computed, and no treatment is told.",
    ),
    Question(
        "Mizukawa 2019: which band has age 40, and what does a creatinine of 1.0 to 2.0 mg/dL score?",
        "DDS severity score: 1 point each",
        "Neither is taken as verified.",
    ),
    Question(
        "From which day are the 15 days counted, and is 38.0 °C in the armpit the same as 38.5 °C?",
        "Duration and fever: 1 point each",
        "They are counted from the index day; 38.5 °C holds wherever it was measured.",
    ),
    Question(
        "How is a case without any rash scored under rash suggesting DRESS?",
        "Rash suggesting DRESS: −1 or 0",
        "Nothing is derived; a clinician who answers no gets −1.",
    ),
    Question(
        "Who signs off the bands of days to onset, and how well known each drug is as a cause?",
        "Words beside a drug; no point of a score for DRESS",
        "The bands are marked as our own choice.",
    ),
    Question(
        "Cacoub 2011: how many cases were reported of each drug?",
        "How well known a drug is as a cause",
        "None of these counts is shown.",
    ),
    Question(
        "Which code do MedDRA for DRESS and LOINC for HHV-6 have today?",
        "Reports to an authority, and files to other programs",
        "No code that could not be confirmed is shipped.",
    ),
)
DIFFERENCES = (
    Pair("Kidney: RegiSCAR is read as above 1.5 × the baseline, KDIGO has 1.5 × or more", "1.5 × or more"),
    Pair(
        "Liver: the third test beside AST and ALP is GGT in one paper, total bilirubin in others",
        "Either will do; both are named",
    ),
    Pair(
        "A given count with white cells below 4,000 /µL and no percentage",
        "The percentage is taken from the two: both stand in one sample",
    ),
    Pair(
        "A bound such as >800 is at least 700, and may be 1,500",
        "The answer stays unknown, the range keeps both",
    ),
    Pair("Resolved before day 15, and ill after it", "Contradictory: unknown, and shown as a conflict"),
    Pair("Nodes of more than 1 cm in most tables, of at least 1 cm in one", "More than 1 cm"),
)
UNVERIFIED_RULES = (
    "Reactivation of HHV-6, HHV-7, EBV or CMV is part of DRESS and never another cause.",
    "Interstitial changes of the lung, an abnormal ECG or echocardiogram, an enlarged spleen, the nervous "
    "system and the gut are shown as a threshold that is met.",
    "KDIGO stage 3 from 4.0 mg/dL needs a rise or a ratio of stage 1 first.",
)
OWN_READINGS = (
    "Each blood sample is scored as one, count with white cells; the highest of the episode is taken.",
    "Bands have no gaps: 1,499.5 eosinophils /µL are below 1,500.",
    "Right and left nodes of one region are one site.",
    "Tests for other causes count in groups: hepatitis A, B, C as one, mycoplasma and chlamydia as one.",
    "All values of Hy's law criteria come from one sample.",
    "Days are counted from the index day, which is chosen or else the onset of the rash.",
    "A drug that the patient reacted to before is expected from the first day on.",
)
ELSEWHERE = (
    Pair("Fever from 38.0 °C", "From 38.5 °C; above 38.0 °C belongs to the inclusion criteria"),
    Pair("Fever or duration +1 when met", "0 when met, −1 otherwise"),
    Pair("10 % or 20 % eosinophils whatever the white cells", "Only where white cells are below 4,000 /µL"),
    Pair("More than 10 % eosinophils as +2", "+1 from 10 %, +2 from 20 %, and only then"),
    Pair("Extent of the rash from 30 %", "More than 50 %"),
    Pair("A biopsy that suggests DRESS as +1", "0; a biopsy judged against DRESS is −1"),
    Pair("A point for every organ", "Two points at most"),
    Pair("Duration unknown as 0", "−1, as if it were not met"),
    Pair("No feature ticked, taken as a rash not suggesting DRESS", "Unknown is 0; only no is −1"),
    Pair("A lowest total of −1 or −2", "−4"),
    Pair("Definite from 4 or from 5", "More than 5"),
)
