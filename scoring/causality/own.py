"""Questions of our own beside the scales: started for early symptoms, taken again, and the WHO-UMC category.

They have no points. WHO-UMC is the clinician's word and is never derived.
"""

from scoring.causality.scale import Option, Question

PROTOPATHIC = Question(
    "protopathic",
    "Started for early symptoms",
    "Was it started for early symptoms of this reaction, such as fever, sore throat or the first rash?",
    (Option("yes", "Yes"), Option("no", "No")),
    note="A drug given for the first symptoms can look like their cause. It can also sensitise by itself.",
)
RECHALLENGE = Question(
    "rechallenge",
    "Taken again",
    "What happened when the patient had this drug again after the reaction?",
    (
        Option("reappeared", "The reaction came back"),
        Option("tolerated", "Taken again and tolerated"),
        Option("not_done", "Not taken again"),
    ),
    note="This asks what has happened. Taking a suspected drug again is unsafe in DRESS.",
)
WHO_UMC = Question(
    "who_umc",
    "WHO-UMC",
    "Which category of the WHO-UMC system does the drug have in your judgement?",
    (
        Option("certain", "Certain"),
        Option("probable", "Probable"),
        Option("possible", "Possible"),
        Option("unlikely", "Unlikely"),
        Option("conditional", "Conditional"),
        Option("unassessable", "Unassessable"),
    ),
    note="Certain asks for a satisfactory rechallenge where one is needed. That is unsafe in DRESS, so that "
    "probable is as high as most cases can go.",
    may_be_unknown=False,
)
# What each category asks for, in our own words, from PMC6039921 (box 2).
WHO_UMC_MEANINGS = {
    "certain": "The time fits; no disease or other drug explains it; it went as withdrawal would have it; "
    "the event is a distinct disorder; taken again, it came back, where that was needed.",
    "probable": "The time fits; a disease or another drug is an unlikely explanation; the course after "
    "withdrawal fits. It need not have been taken again.",
    "possible": "The time fits; a disease or another drug could explain it as well. What followed the "
    "withdrawal may be missing or unclear.",
    "unlikely": "The time makes a connection improbable, though not impossible; a disease or another drug "
    "explains it well.",
    "conditional": "More is needed for a judgement, or is under way.",
    "unassessable": "It cannot be judged: too little is known, or it contradicts itself, and nothing can be "
    "added.",
}
QUESTIONS = (PROTOPATHIC, RECHALLENGE, WHO_UMC)
