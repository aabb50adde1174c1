"""What is said with a source: of virus tests, of the day that an answer waits for, of what comes late."""

from dataclasses import dataclass

from scoring.kernel.citation import (
    ASCAR_SURVEY,
    BRUGGEN_2024,
    CASERTA_2010,
    CHEN_2013,
    DIABETES_2019,
    GENERAL_KNOWLEDGE,
    HHV6_FOUNDATION,
    KARDAUN_2007,
    OGATA_2018,
    OWN_CHOICE,
    TOHYAMA_2020,
    US_REVIEW,
    Citation,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence with where it comes from and how sure that is, a key of `citation.CERTAINTY`."""

    text: str
    source: Citation
    certainty: str


STEROIDS = Statement(
    "Systemic steroids given early, within a week of onset, tended to suppress HHV-6 in blood: a negative "
    "under them settles nothing. Whether they were given is not read here.",
    TOHYAMA_2020,
    "V",
)
INHERITED = Statement(
    "Inherited HHV-6 (about 0.8 % of white and 0.2 % of Japanese people) keeps PCR positive without "
    "reactivation.",
    HHV6_FOUNDATION,
    "V",
)
INHERITED_IN_PLASMA = Statement("In carriers of inherited HHV-6 even plasma is positive.", CASERTA_2010, "V")
SPECIMEN = Statement(
    "Against viral mRNA in transplant recipients, DNA in plasma had a sensitivity of 55 % and a specificity "
    "of 100 %, in whole blood of 90 % and 68 %.",
    OGATA_2018,
    "V",
)
NO_SPECIMEN = Statement(
    "The specimen is not recorded, and plasma and whole blood do not say the same.", OGATA_2018, "V"
)
ONE_ANTIBODY = Statement(
    "One antibody result shows no rise; a rise between two samples is the usual evidence.",
    GENERAL_KNOWLEDGE,
    "GK",
)
PART_OF_IT = Statement(
    "Reactivation of HHV-6, EBV, CMV or HHV-7 is part of DRESS: it is never counted as another cause, and a "
    "negative test for one of them is in no count.",
    GENERAL_KNOWLEDGE,
    "GK",
)
PRIMARY = Statement(
    "A primary infection is no reactivation: a positive result is judged like a positive test for another "
    "cause.",
    OWN_CHOICE,
    "DESIGN",
)

START_IS_OPEN = Statement(
    "Day 15 is counted from the index day; no source read says where it starts.", OWN_CHOICE, "DESIGN"
)
ONE_POINT = Statement(
    "Until it is answered the item counts −1: a score before day 15 can be one point higher later.",
    KARDAUN_2007,
    "V2",
)
REPEAT = Statement(
    "A score that is repeated after 24 to 72 h is our proposal for the first week, in no published rule.",
    OWN_CHOICE,
    "DESIGN",
)
MEAN_DAY = Statement(
    "Of 27 published cases of diabetes after DRESS the average was day 21: it also comes earlier and later.",
    DIABETES_2019,
    "V",
)
FULMINANT = Statement("Fulminant type 1 diabetes in 5 of 145 patients.", ASCAR_SURVEY, "V")
THYROID = Statement("Thyroid disease in 7 of 145 patients; the source read gives no day.", ASCAR_SURVEY, "V")
MONTHLY = Statement(
    "One US recommendation names glucose, TSH and free T4 monthly for 3 months.", US_REVIEW, "V"
)
SEQUELAE = Statement("Long-term sequelae in 6 of 52 patients.", CHEN_2013, "V")
COUNTS_AND_LIVER = Statement(
    "One US recommendation names blood count and liver tests every 1 to 2 weeks until normal.",
    US_REVIEW,
    "V",
)
VISITS = Statement("A consensus of 2024 names regular visits in the first 6 months.", BRUGGEN_2024, "V2")
