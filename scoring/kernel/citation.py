"""The papers the rules come from, each once, and how sure we are of each number."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Citation:
    """A source: a short name for screens, the full reference, and what of it was read."""

    name: str
    reference: str
    read: str


KARDAUN_2007 = Citation(
    "Kardaun 2007",
    "Kardaun SH, et al. Br J Dermatol 2007;156:609-611, doi 10.1111/j.1365-2133.2006.07704.x",
    "not read in full; its table was read in four papers that restate it and agree on all points: "
    "Int J Mol Sci 2021;22:7072, Cureus 2024 PMC11480927, World J Clin Cases 2019;7:705, J Mother Child 2020",
)
DEVARBHAVI_2019 = Citation(
    "Devarbhavi 2019",
    "Devarbhavi H, Raj S. Liver Int 2019;39:802",
    "read as an excerpt; restates the RegiSCAR appendix with GGT where others have total bilirubin",
)
KDIGO = Citation(
    "KDIGO",
    "KDIGO acute kidney injury staging, creatinine at least 1.5 times baseline",
    "read in restating tables; RegiSCAR's own wording (more than 1.5 times) was read only in a weak source",
)
KDIGO_STAGES = Citation(
    "KDIGO",
    "KDIGO acute kidney injury staging by serum creatinine",
    "read in two tables that restate it (qxmd; doi 10.1186/s13019-015-0265-2, table 1); a third, PMC4943672, "
    "misprints stage 2 as 1.0 to 2.9",
)
R_VALUE = Citation(
    "unreviewed page",
    "droracle 508598, an unreviewed page",
    "read; it has cholestatic below 2, where many texts have 2 and below",
)
HYS_LAW = Citation(
    "PMC8359338",
    "PMC8359338, table 1, which restates Hy's law",
    "read, with one wiki page; neither says whether the values are of one sample",
)
SORIA_2020 = Citation(
    "Soria 2020",
    "Soria A, et al. J Am Acad Dermatol 2020;82:606, doi 10.1016/j.jaad.2019.09.036",
    "read as an abstract: 14 of 41 cases began within 15 days, 6 of them antibiotics, contrast 5 of 5",
)
FDA_2023 = Citation(
    "FDA 2023",
    "US Food and Drug Administration, drug safety communication of 28 Nov 2023",
    "read: typically 2 to 8 weeks, may be earlier or later",
)
SHIOHARA_2007 = Citation(
    "Shiohara 2007",
    "Shiohara T, et al. Allergol Int 2006;55:1-8; Br J Dermatol 2007;156:1083-1084",
    "neither was read; the criteria of J-SCAR were read in two English tables (Int J Mol Sci 2021;22:2147, "
    "J Immunol Res 2018;5163129) and in Japanese (meddic.jp, med.zenhp.co.jp), which alone says when HHV-6 "
    "reactivates",
)
TOHYAMA_2020 = Citation(
    "Tohyama 2020",
    "Tohyama, J Dermatol 2020;47:476, PMC7754408",
    "read as an abstract: early high-dose steroids tended to suppress HHV-6 in blood",
)
HHV6_FOUNDATION = Citation(
    "HHV-6 Foundation",
    "HHV-6 Foundation, questions of patients, hhv-6foundation.org",
    "read: about 0.8 % of white and 0.2 % of Japanese people inherit the virus",
)
OGATA_2018 = Citation(
    "Ogata 2018",
    "Ogata, Int J Hematol 2018, doi 10.1007/s12185-018-2498-z",
    "read as an abstract; transplant recipients, against viral mRNA",
)
CASERTA_2010 = Citation(
    "Caserta 2010",
    "Caserta, J Clin Virol 2010, doi 10.1016/j.jcv.2010.02.007",
    "read as an abstract: in carriers of the inherited virus even plasma is positive",
)
CHEN_2013 = Citation(
    "Chen 2013",
    "Chen YC, et al. J Am Acad Dermatol 2013;68:459",
    "read as an abstract: long-term sequelae in 6 of 52 patients",
)
ASCAR_SURVEY = Citation(
    "ASCAR survey",
    "ASCAR survey of long-term sequelae, summary at discovery.researcher.life",
    "read as an abstract: fulminant type 1 diabetes in 5, thyroid disease in 7 of 145 patients",
)
DIABETES_2019 = Citation(
    "Front Endocrinol 2019",
    "Frontiers in Endocrinology 2019, doi 10.3389/fendo.2019.00474",
    "read as an abstract: 27 cases of diabetes after DRESS, on average 21 days after onset",
)
US_REVIEW = Citation(
    "US review",
    "MDedge Dermatology, article 200161",
    "read as a summary; one recommendation among others",
)
BRUGGEN_2024 = Citation(
    "Brüggen 2024",
    "Brüggen MC, et al. JAMA Dermatol 2024;160:37-44, doi 10.1001/jamadermatol.2023.4450",
    "read as an abstract, the visits in a news summary; its table of severity is a figure that could not be "
    "read",
)
NARANJO_1981 = Citation(
    "Naranjo 1981",
    "Naranjo CA, et al. Clin Pharmacol Ther 1981;30:239-245, doi 10.1038/clpt.1981.154",
    "not read in full; its table was read in PMC5774610 (table 2) and PMC6136411 (table 1), which agree",
)
SEFV_2016 = Citation(
    "Aguirre 2016",
    "Aguirre C, García M. Algorithm of the Spanish pharmacovigilance system (SEFV), 2016",
    "not read in full; two worked cases were read in PMC10448185 (table 1): seven items with their maxima, "
    "the answers that these cases give, and 8 of 11 called defined",
)
ALDEN_2010 = Citation(
    "Sassolas 2010",
    "Sassolas B, et al. Clin Pharmacol Ther 2010;88:60-68, doi 10.1038/clpt.2009.252",
    "read as an abstract; its table in PMC9124451 (table 1) and doi 10.1186/s40001-023-01142-2 (table 3)",
)
WHO_UMC = Citation(
    "WHO-UMC",
    "Uppsala Monitoring Centre, the WHO-UMC system for standardised case causality assessment",
    "its categories were read in PMC6039921 (box 2)",
)
BOCQUET_1996 = Citation(
    "Bocquet 1996",
    "Bocquet H, et al. Semin Cutan Med Surg 1996;15:250-257, doi 10.1016/S1085-5629(96)80038-1",
    "not read; restated in J Immunol Res 2018;5163129, table 1",
)
REGISCAR_INCLUSION = Citation(
    "RegiSCAR inclusion",
    "RegiSCAR, criteria for inclusion of a potential case of DRESS",
    "read in three tables that differ in how many are needed: J Immunol Res 2018;5163129, Clin Mol Allergy "
    "2017 (s12948-017-0069-0, table 4), and a wiki page that cites Kardaun 2007",
)
MIZUKAWA_2019 = Citation(
    "Mizukawa 2019",
    "Mizukawa Y, et al. J Am Acad Dermatol 2019;80:670-678, doi 10.1016/j.jaad.2018.08.052",
    "read as an abstract, two news summaries, and one Japanese page that restates the table of items",
)
OWN_CHOICE = Citation("dressapp", "our own choice, in no published rule", "nobody has validated it")
GENERAL_KNOWLEDGE = Citation(
    "general knowledge",
    "no source was read that supports this number; check it before relying on it",
    "not verified",
)
TEXTBOOK_RANGES = Citation(
    "textbook appendix",
    "typical adult reference ranges from a textbook appendix",
    "read; ranges differ by laboratory, sex and age",
)

CERTAINTY = {
    "V2": "read in papers that restate the primary one",
    "V": "read in a source",
    "GK": "not verified: no source read supports it",
    "DESIGN": "our own choice",
    "CALC": "follows by computation",
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A named number of a rule with its unit, its source and a certainty of `CERTAINTY`."""

    value: Decimal
    unit: str
    source: Citation
    certainty: str


def threshold(value: str, unit: str, source: Citation, certainty: str) -> Threshold:
    """Make a threshold from the number as it is written in the source."""
    return Threshold(Decimal(value), unit, source, certainty)
