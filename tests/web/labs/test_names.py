"""Names of tests: known in many forms, never taken for another test, and settled by their unit."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dressapp.labs import name_index, name_table
from dressapp.labs.names import NameMatch, decide_by_unit, find_test, fold, split_head
from scoring.analytes import ANALYTES

LABORATORIES_WRITE = {
    "ast": "AST | got | SGOT | ASAT | AST/GOT | TGO | Aspartate aminotransferase (AST)",
    "alt": "ALT (SGPT) | ALAT/GPT",
    "wbc": "Leukozyten | leucocitos | 白血球 | 白血球数 (WBC) | 백혈구",
    "bilirubin_total": "T-Bil | T.Bil. | TBIL | Bilirubin, total | 総ビリルビン",
    "bilirubin_direct": "D-Bil | Bilirubin (direct)",
    "creatinine": "Cr | Cre | Krea | S-Kreatinin | Serum creatinine | créatininémie",
    "crp": "hs-CRP | C-reactive protein | P-CRP",
    "platelets": "Plt | 血小板 | Thrombozyten | 혈소판",
    "hemoglobin": "Hb | Hgb | Hämoglobin",
    "ggt": "γ-GT | GGTP | γ−GTP | γGTP",
    "ldh": "LD",
    "ck": "CPK",
    "troponin_t": "Trop T hs",
    "troponin_i": "hs-cTnI",
    "inr": "PT-INR | PT (INR)",
    "free_t4": "fT4 | freies T4",
    "alp": "alk. Phosphatase | Fosfatasa alcalina",
    "eosinophils_pct": "EOS% | % Eos",
    "eosinophils_abs": "EOS# | abs. Eosinophile | Eosinophils, absolute | Absolute eosinophil count |"
    " Absolute eosinophil count (AEC) | Eosinófilos absolutos | Éosinophiles (valeur"
    " absolue)",
    "neutrophils_abs": "ANC",
    "lymphocytes_pct": "Lymphozyten relativ",
    "neutrophils_pct": "Neut %",
    "atypical_lymphocytes_pct": "Atypical lymphocytes (%) | 異型リンパ球",
    "urine_protein_24h": "24-h urine protein",
    "urine_protein_creatinine_ratio": "Urine protein/creatinine",
}
# Misspellings with the test that they are to suggest; `open` is one that can be a share or a count.
MISSPELT = {
    "creatinine": "Creatinne | Creatinime | Creatnine | Createnine | Kreatinine | Kreatinn",
    "hemoglobin": "Haemoglobine | Hemoglobine | Heamoglobin | Hemogobin | Haemaglobin",
    "wbc": "Leucocites | Leukocytses | Leukozyen | Leukocyts | White blod cells | White blood cels",
    "platelets": "Platlets | Platelts | Plateletes | Thromboyctes | Thrombozyen",
    "open": (
        "Eosinophills | Eosinphils | Eosinophis | Esoinophils | Eosinophilis | Neutrophills | Neutropils"
        " | Nuetrophils | Lymphocites | Lymphocyts | Limphocytes | Lymphozyen"
    ),
    "bilirubin_total": (
        "Bilirubine total | Bilirubn total | Total billirubin | Total bilirubine | Totl bilirubin |"
        " Bilirrubin"
    ),
    "bilirubin_direct": "Direct billirubin | Direct bilirubn | Conjugated billirubin",
    "alp": (
        "Alkaline phosphatse | Alkaline phosphotase | Alkalinephosphatase | Alkalische Phosphatse | Alk."
        " phos."
    ),
    "ast": "Aspartat aminotransferase | Aspartate aminotransferse | Aspartate amino transferase",
    "alt": "Alanin aminotransferase | Alanine aminotransferas | Alanine amintransferase",
    "ggt": "Gamma glutamyl transferse | Gamma-glutamyl transpeptidse",
    "ldh": "Lactate dehydrogenas | Lactate dehidrogenase | Lactate dehydrogense",
    "crp": "C reactive protien | C-reactiv protein | C reactve protein",
    "ferritin": "Ferritn | Feritin | Ferriten",
    "fibrinogen": "Fibrinogn | Fibrinigen",
    "albumin": "Albumen | Albumine | Abumin",
    "triglycerides": "Triglicerides | Triglycerids | Tryglycerides",
    "glucose": "Glucos | Gluose",
    "lipase": "Lipas | Lipaze",
    "amylase": "Amylas | Amilase | Amylaze",
    "ck": "Creatine kinas | Creatin kinase | Creatine kinese",
    "troponin_t": "Troponine-T | Tropinin T",
    "troponin_i": "Tropinin I | Troponnin I",
    "temperature": "Temperatur | Temprature | Tempurature | Body temperture",
    "tsh": "Thyroid stimulating hormon | Thyriod stimulating hormone",
    "free_t4": "Free thyroxin | Free tyroxine",
    "atypical_lymphocytes_pct": "Atypical lymphocites | Atypcal lymphocytes",
    "urine_protein_creatinine_ratio": "Urine protien/creatinine ratio",
    "inr": "Prothrombin time (INR)",
    "urea": "Harnstof",
}
NOT_KEPT = (
    "Sodium | Potassium | Chloride | Bicarbonate | HbA1c | Procalcitonin | BUN | Globulin | PT | aPTT"
    " | Direct Coombs | MCV | MCH | MCHC | RDW | Monocytes | Basophils | Band neutrophils | Total"
    " protein | Uric acid | Calcium | NT-proBNP | BNP | Magnesium | Phosphate | Phosphorus | Iron |"
    " TIBC | Transferrin | Haptoglobin | Hematocrit | Hct | RBC | Erythrocytes | ESR | D-dimer |"
    " Fibrin degradation products | Antithrombin III | Protein C | Protein S | Factor VIII | IgE | IgG"
    " | IgA | IgM | C3 | C4 | ANA | anti-dsDNA | Rheumatoid factor | Vitamin D | Vitamin B12 | Folate"
    " | Cholesterol | HDL | LDL | VLDL | Lipoprotein(a) | Apolipoprotein B | Lactate | Ammonia |"
    " Cortisol | ACTH | Prolactin | Free T3 | T3 | T4 | Total T4 | Thyroglobulin | TRAb | Parathyroid"
    " hormone | Insulin | C-peptide | Indirect bilirubin | Unconjugated bilirubin | Prealbumin | CK-MB"
    " | Creatine | Creatinine clearance | eGFR | Cystatin C | Urine creatinine | Urine sodium | Urine"
    " albumin | Microalbumin | Albumin/creatinine ratio | Leukocyte esterase | Nitrite | Ketones |"
    " Urobilinogen | Reticulocytes | Lymphoblasts | Blasts | Myelocytes | Metamyelocytes |"
    " Promyelocytes | Mean platelet volume | Plateletcrit | Immature granulocytes |"
    " Neutrophil/lymphocyte ratio | CD4 count | CD8 | B lymphocytes | T lymphocytes | NK cells |"
    " T-helper lymphocytes | Eosinophil cationic protein | Tryptase | Interleukin-6 | IL-5 | TNF-alpha"
    " | Soluble IL-2 receptor | TARC | HHV-6 DNA | CMV DNA | EBV DNA | Hepatitis B surface antigen |"
    " Anti-HCV | HIV | pH | pCO2 | pO2 | Base excess | Oxygen saturation | Heart rate | Respiratory"
    " rate | Systolic blood pressure | Weight | Osmolality | Anion gap | Pancreatic amylase | Urine"
    " amylase | Pancreatic elastase | Acid phosphatase | Bone alkaline phosphatase | 5-nucleotidase |"
    " Cholinesterase | Aldolase | Myoglobin | Methemoglobin | Carboxyhemoglobin | Fetal hemoglobin |"
    " Hemoglobin A2 | Hemoglobin electrophoresis | Ceruloplasmin | Copper | Zinc | Alpha-1 antitrypsin"
    " | Alpha-fetoprotein | CEA | CA 19-9 | PSA | Ferritin index | Transferrin saturation |"
    " Prothrombin time | Thrombin time | Fibrin monomer | AST/ALT ratio | ALT/AST | AST to platelet"
    " ratio index | R value | CRP/albumin ratio | Glucose tolerance | Urine glucose | CSF glucose |"
    " CSF protein | Glycated albumin | Fructosamine | Galactose | Lysozyme | Lipoprotein lipase |"
    " Hepatic lipase | Bile acids | Gamma globulin | Beta-2 microglobulin | Alpha-2 macroglobulin |"
    " Troponin C | TSH receptor antibodies | Free testosterone | Free kappa light chains | Free PSA |"
    " Free light chains | Total iron | Total cholesterol | Total IgE | Total CO2 | Direct LDL | Direct"
    " antiglobulin test | Temperature of room | Natrium | Kalium | Calcium ionisiert | Harnsäure |"
    " Monozyten | Basophile | Stabkernige | Erythrozyten | Hämatokrit | Quick | PTT | Retikulozyten |"
    " Cholesterin | Indirektes Bilirubin | Gesamteiweiß | Kreatinin-Clearance | Kreatinin im Urin |"
    " Leukozyten im Urin | Hématocrite | Acide urique | Temps de prothrombine | Bilirubine non"
    " conjuguée | Hématies | Monocitos | Basófilos | Ácido úrico | Bilirrubina indirecta | Hematocrito"
    " | Hemoglobina glicosilada | Hemoglobina corpuscular media | Aclaramiento de creatinina |"
    " Albuminuria | Leucocituria | Monociti | Ematocrito | 尿酸 | 総蛋白 | 単球 | 好塩基球 | 赤血球"
    " | ナトリウム | 단핵구 | 호염기구 | 적혈구 | 요산 | 총단백 | 간접빌리루빈 | 나트륨"
    " | BUN/Cr | BUN/Creatinine ratio | Urea/creatinine ratio |"
    " Creatinine (urine) | Leukocytes, urine | WBC (CSF) | Glucose (urine) | Kreatin | Ureaplasma |"
    " Albumin (CSF) | CK-MB mass | Creatine kinase MB | Creatine kinase isoenzymes | LDH isoenzyme 1 |"
    " Urine pH | Lymph node size | Eosinophils in urine | Hepatitis C | Neutrophil elastase |"
    " Neutrophil gelatinase-associated lipocalin | Platelet aggregation | Platelet antibodies | Hb"
    " variant | Alkaline urine | Lithium | Digoxin | Valproate | Phenytoin | Carbamazepine |"
    " Vancomycin trough | Allopurinol | Oxypurinol | Ferric chloride | Lactose | Amyloid A | Serum"
    " amyloid A | Troponin ratio | Fever | Rash | Day | Date | AD 3 | Comment"
)


def names_in(text):
    return [name.strip() for name in text.split("|")]


def found(text):
    """Return the test of a name, `open` where it leaves a choice, else nothing."""
    match = find_test(text, {})
    return match.analyte or ("open" if match.alternatives else "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  Bilirubin,   TOTAL ", "bilirubin total"),
        ("Ｂｉｌｉｒｕｂｉｎ　Ｔｏｔａｌ", "bilirubin total"),
        ("Hämoglobin", "Hamoglobin"),
        ("Éosinophiles", "eosinophiles"),
        ("γ-GT", "Gamma GT"),
        ("A.S.T.", "AST"),
        ("µ-Test", "μ test"),
        ("ビリルビン", "ﾋﾞﾘﾙﾋﾞﾝ"),
        ("Eiweiß", "EIWEISS"),
    ],
)
def test_names_are_folded_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EOS%", "EOS#"),
        ("Cr P", "CRP"),
        ("ビリルビン", "ヒリルヒン"),
        ("Free T3", "Free T4"),
        ("호산구", "호중구"),
    ],
)
def test_names_that_differ_stay_different(one, other):
    assert fold(one) != fold(other)


def test_no_form_of_the_table_stands_for_two_things():
    lists = [((analyte,), names) for analyte, names in name_table.NAMES.items()]
    lists += [((analyte,), names) for analyte, names in name_table.SHARES_AND_COUNTS.items()]
    lists += [*name_table.OPEN.items(), *name_table.DOUBTFUL.items(), *name_table.REFUSED.items()]
    meanings = {}
    for meaning, names in lists:
        for name in names_in(names):
            for form in (fold(name), fold(name).replace(" ", "")):
                meanings.setdefault(form, set()).add(meaning)
    assert {form: meant for form, meant in meanings.items() if len(meant) > 1} == {}


def test_every_test_of_the_catalogue_has_names_and_its_own_is_one_of_them():
    for analyte in ANALYTES.values():
        match = find_test(analyte.name, {})
        assert match.how == "exact"
        assert analyte.id in (match.analyte, *match.alternatives)


@pytest.mark.parametrize("analyte", name_table.NAMES)
def test_every_form_of_the_table_is_found_exactly(analyte):
    for name in names_in(name_table.NAMES[analyte]):
        match = find_test(name, {})
        assert (match.analyte, match.how, match.certainty) == (analyte, "exact", 100), name


@pytest.mark.parametrize(("analyte", "names"), LABORATORIES_WRITE.items())
def test_the_ways_of_laboratories_are_known(analyte, names):
    for name in names_in(names):
        match = find_test(name, {})
        assert (match.analyte, match.how, match.certainty) == (analyte, "exact", 100), name


@pytest.mark.parametrize(
    ("text", "analyte"),
    [
        ("1742-6", "alt"),
        ("loinc:1742-6", "alt"),
        ("LOINC 1743-4", "alt"),
        ("http://loinc.org|713-8", "eosinophils_pct"),
        ("711-2", "eosinophils_abs"),
        ("13046-8", "atypical_lymphocytes_pct"),
        ("3091-6", "urea"),
        ("eosinophils_abs", "eosinophils_abs"),
        ("urine_protein_24h", "urine_protein_24h"),
    ],
)
def test_codes_are_known(text, analyte):
    assert (find_test(text, {}).analyte, find_test(text, {}).how) == (analyte, "code")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("3094-0", "Urea nitrogen"),
        ("loinc:14937-7", "Urea nitrogen"),
        ("BUN", "Urea nitrogen"),
        ("Blood urea nitrogen", "Urea nitrogen"),
        ("尿素窒素", "Urea nitrogen"),
        ("Azotemia", "urea nitrogen"),
        ("30413-9", "Abnormal"),
        ("Abnormal lymphocytes", "Abnormal"),
        ("26477-0", "in % only"),
        ("33006-8", "another test"),
        ("Indirect bilirubin", "another test"),
        ("CK-MB", "another test"),
    ],
)
def test_a_test_that_is_near_to_one_kept_is_unknown_with_the_reason(text, word):
    match = find_test(text, {})
    assert (match.analyte, match.how, match.alternatives) == ("", "", ())
    assert word in match.why


@pytest.mark.parametrize(
    ("analyte", "unit", "taken"),
    [
        ("2160-0", "mg/dL", "creatinine"),
        ("2160-0", "µmol/l", ""),
        ("14682-9", "umol/L", "creatinine"),
        ("14682-9", "mg/dL", ""),
        ("2160-0", "", "creatinine"),
        ("1742-6", "µkat/L", "alt"),
    ],
)
def test_a_code_of_a_mass_is_not_taken_with_a_molar_unit(analyte, unit, taken):
    match = decide_by_unit(find_test(analyte, {}), unit)
    assert match.analyte == taken
    assert bool(match.why) is not bool(taken)


def test_the_lists_are_long_enough_to_mean_something():
    misspelt = [name for names in MISSPELT.values() for name in names_in(names)]
    assert sum(find_test(name, {}).how == "similar" for name in misspelt) >= 80
    others = names_in(NOT_KEPT)
    assert len(others) >= 200
    in_the_table = [name for name in others if fold(name) in name_index.refused()]
    assert len(others) - len(in_the_table) >= 200


@pytest.mark.parametrize(
    ("analyte", "name"), [(analyte, name) for analyte, names in MISSPELT.items() for name in names_in(names)]
)
def test_a_misspelt_name_suggests_its_test(analyte, name):
    match = find_test(name, {})
    assert found(name) == analyte
    assert match.how == "exact" or 80 <= match.certainty < 100


@pytest.mark.parametrize("name", names_in(NOT_KEPT))
def test_a_test_that_is_not_kept_is_not_taken_for_another(name):
    assert found(name) == ""


@pytest.mark.parametrize(
    "name", ["ASR", "ALR", "AKT", "CRB", "TPP", "GGP", "GOP", "HB1", "TSU", "WBG", "PLB", "INE", "LDL"]
)
def test_a_short_name_is_exact_or_unknown(name):
    assert find_test(name, {}) == NameMatch()


@pytest.mark.parametrize("name", ["", "  ", "()", "---", "x" * 121, "(" * 300])
def test_what_is_no_name_is_unknown(name):
    assert find_test(name, {"": "alt"}) == NameMatch()


@pytest.mark.parametrize("name", ["TB", "DB", "TG", "AP", "PMN", "BT", "T"])
def test_a_doubtful_name_is_suggested_and_asked(name):
    match = find_test(name, {})
    assert (match.how, bool(match.why)) == ("similar", True)
    assert match.certainty < 80


@pytest.mark.parametrize(
    "name",
    [
        "Urine creatinine",
        "Creatinine (urine)",
        "Glucose (CSF)",
        "WBC/hpf",
        "B lymphocytes",
        "U-Albumin",
        "I-Bilirubin",
        "AST/ALT",
        "GOT/GPT",
        "Neutrophils/lymphocytes",
    ],
)
def test_another_specimen_or_a_ratio_is_not_the_test(name):
    assert found(name) == ""


@pytest.mark.parametrize(
    ("text", "unit", "analyte"),
    [
        ("Eosinophils", "%", "eosinophils_pct"),
        ("Eosinophils", "10^9/L", "eosinophils_abs"),
        ("Eosinophils", "G/l", "eosinophils_abs"),
        ("Eo", "/µL", "eosinophils_abs"),
        ("好酸球", "%", "eosinophils_pct"),
        ("Neutrophile", "%", "neutrophils_pct"),
        ("Lymph", "K/uL", "lymphocytes_abs"),
        ("PCR", "mg/L", "crp"),
        ("PCR", "mg/mmol", "urine_protein_creatinine_ratio"),
        ("Proteinuria", "g/24h", "urine_protein_24h"),
        ("Eosinophils", "", ""),
        ("Eosinophils", "mg/dL", ""),
        ("Troponin", "ng/L", ""),
        ("Proteinuria", "mg/dL", ""),
    ],
)
def test_a_name_of_two_tests_is_settled_by_its_unit_or_asked(text, unit, analyte):
    match = decide_by_unit(find_test(text, {}), unit)
    assert match.analyte == analyte
    assert bool(match.why) is not bool(analyte)


def test_white_cells_are_never_a_share():
    assert find_test("WBC", {}).analyte == find_test("WBC count", {}).analyte == "wbc"
    assert find_test("WBC %", {}).analyte == ""


def test_a_misspelt_name_of_two_tests_still_waits_for_a_person_when_its_unit_is_known():
    match = decide_by_unit(find_test("Eosinophills", {}), "%")
    assert (match.analyte, match.how) == ("eosinophils_pct", "similar")


@pytest.mark.parametrize(
    ("highest", "words"),
    [("1350", "1,350 is above 100 and cannot be a share"), ("12.5", "12.5 can be a share")],
)
def test_the_numbers_say_what_speaks_for_a_share_but_do_not_decide(highest, words):
    match = decide_by_unit(find_test("Eosinophils", {}), "", [Decimal("3"), Decimal(highest)])
    assert match.analyte == ""
    assert words in match.why


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_any_text_is_a_name_or_none(text):
    head = split_head(text)
    match = decide_by_unit(find_test(head.name, {}), head.unit_text)
    assert match.analyte in ("", *ANALYTES)
    assert 0 <= match.certainty <= 100
    assert bool(match.how) == bool(match.analyte or match.alternatives)


FORMS = sorted(form for form in name_index.known() if form.isascii() and len(form) > 4)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.sampled_from(FORMS), st.integers(1, 30), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_one_wrong_letter_suggests_the_same_test_or_none(form, place, letter):
    """Never another test: a suggestion that is off by one letter may only be the one it came from."""
    place = min(place, len(form) - 1)
    match = find_test(form[:place] + letter + form[place + 1 :], {})
    meant = name_index.known()[form]
    assert match.how != "similar" or set(meant) & {match.analyte, *match.alternatives}


@pytest.mark.parametrize(
    ("name", "analyte", "alternatives"),
    [
        ("White blood cell (WBC) count", "wbc", ()),
        ("Platelet (PLT) count", "platelets", ()),
        ("Alanine transaminase (ALT) level", "alt", ()),
        ("Alkaline phosphatase (ALP) levels", "alp", ()),
        ("Prothrombin time (International Normalized Ratio, INR)", "inr", ()),
        ("Eosinophil (Eos) count", "", ("eosinophils_pct", "eosinophils_abs")),
        ("Alanine transaminase (AST) level", "", ()),
        ("Something else (SE) level", "", ()),
    ],
)
def test_level_and_count_behind_brackets_say_nothing(name, analyte, alternatives):
    match = find_test(name, {})
    assert (match.analyte, match.alternatives) == (analyte, alternatives)
