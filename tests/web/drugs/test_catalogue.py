"""The drug catalogue: every row sourced and well formed; names resolve or say that they do not."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dressapp.drugs.catalogue import (
    LONGEST,
    REPORTS_ARE_NOT_RISK,
    How,
    codes_for,
    find_substance,
    list_entries,
    list_names,
    substance_key,
)
from dressapp.drugs.catalogue_file import PATH, load
from dressapp.drugs.name_words import form_of
from scoring.kernel.citation import CERTAINTY

SUBSTANCES = load().substances
BY_NAME = {substance.name: substance for substance in SUBSTANCES}
ATC = re.compile(r"[ABCDGHJLMNPRSV][0-9]{2}[A-Z]{2}[0-9]{2}")
# Reference 6.2, row by row, each drug alone.
OF_THE_REFERENCE = """
carbamazepine oxcarbazepine eslicarbazepine phenytoin fosphenytoin phenobarbital primidone lamotrigine
zonisamide levetiracetam clobazam valproic-acid allopurinol febuxostat vancomycin teicoplanin
sulfamethoxazole-trimethoprim sulfadiazine sulfasalazine dapsone minocycline doxycycline amoxicillin
amoxicillin-clavulanate ampicillin piperacillin-tazobactam flucloxacillin ceftriaxone cefepime cefazolin
ceftazidime meropenem imipenem-cilastatin levofloxacin ciprofloxacin moxifloxacin isoniazid rifampicin
pyrazinamide ethambutol nevirapine abacavir efavirenz etravirine raltegravir telaprevir boceprevir imatinib
sorafenib vemurafenib vismodegib nivolumab pembrolizumab ipilimumab hydroxychloroquine leflunomide
strontium-ranelate bosentan mexiletine celecoxib diclofenac ibuprofen paracetamol clozapine chlorpromazine
cyamemazine olanzapine ziprasidone fluoxetine ioversol iomeprol iohexol iopromide iodixanol rivaroxaban
anakinra canakinumab tocilizumab propylthiouracil omeprazole
""".split()


def facts_of(substance):
    """Return everything that was read of a substance."""
    single = [one for one in (substance.notoriety, substance.half_life) if one]
    return [*single, *substance.latency, *substance.hla]


def test_every_drug_of_the_reference_has_a_row():
    rows = {substance.name.replace(" ", "-") for substance in SUBSTANCES}
    assert set(OF_THE_REFERENCE) <= rows
    assert len(SUBSTANCES) == len(rows)


@pytest.mark.parametrize("substance", SUBSTANCES, ids=lambda one: one.name)
def test_every_row_has_a_class_and_every_fact_its_source_and_certainty(substance):
    assert substance.name == substance.name.lower()
    assert substance.drug_class
    assert substance.atc or facts_of(substance)
    for fact in facts_of(substance):
        assert fact.source
        assert fact.certainty in CERTAINTY
        assert (fact.certainty == "GK") == ("general knowledge" in fact.source)


@pytest.mark.parametrize("substance", SUBSTANCES, ids=lambda one: one.name)
def test_codes_are_well_formed_and_several_only_where_the_use_decides(substance):
    codes = [code.code for code in substance.atc]
    assert all(ATC.fullmatch(code) for code in codes)
    uses = [code.use for code in substance.atc]
    assert len(set(uses)) == len(uses)
    assert len(codes) < 2 or all(uses)


def test_no_code_belongs_to_two_rows():
    known = [*SUBSTANCES, *load().combinations]
    codes = Counter(code.code for one in known for code in one.atc)
    assert [code for code, count in codes.items() if count > 1] == []
    assert all(ATC.fullmatch(code) for code in codes)


@pytest.mark.hazard("H22")
def test_no_name_resolves_to_two_substances():
    forms = Counter(form_of(entry.written) for entry in list_entries(load()))
    assert [form for form, count in forms.items() if count > 1] == []
    others = Counter(map(form_of, load().other_drugs))
    assert [form for form, count in others.items() if count > 1 or form in forms] == []


@pytest.mark.parametrize("entry", list_names(), ids=lambda one: one.written)
def test_every_name_in_the_file_resolves_to_its_own_row(entry):
    match = find_substance(entry.written)
    assert (match.how, match.substance or match.combination) == (entry.how, entry.of)


def test_a_tier_has_evidence_and_its_month_and_none_stands_where_nothing_was_read():
    tiers = {one.name: one.notoriety for one in SUBSTANCES if one.notoriety}
    assert {one.tier for one in tiers.values()} <= {0, 1, 2, 3}
    assert all(one.evidence and re.fullmatch(r"20[0-9]{2}-[01][0-9]", one.as_of) for one in tiers.values())
    assert all(one.certainty != "GK" for one in tiers.values())
    without = {name for name in BY_NAME if name not in tiers}
    assert {
        "eslicarbazepine",
        "primidone",
        "valproic acid",
        "etravirine",
        "raltegravir",
        "ziprasidone",
    } <= without


# Typed from reference 6.2: the words of the evidence that make the tier.
TIERS = [
    *((name, 3) for name in ("carbamazepine", "oxcarbazepine", "phenytoin", "phenobarbital", "lamotrigine",
                             "allopurinol", "vancomycin", "sulfamethoxazole-trimethoprim", "sulfadiazine",
                             "sulfasalazine", "dapsone", "minocycline", "amoxicillin", "isoniazid",
                             "rifampicin", "pyrazinamide", "ethambutol", "nevirapine", "abacavir")),
    *((name, 2) for name in ("levetiracetam", "clobazam", "teicoplanin", "ceftriaxone", "clozapine")),
    *((name, 1) for name in ("febuxostat", "imatinib", "sorafenib", "efavirenz", "celecoxib", "paracetamol")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "tier"), TIERS)
def test_tiers_follow_the_evidence(name, tier):
    assert BY_NAME[name].notoriety.tier == tier


def test_only_the_tiers_that_the_reference_calls_high_are_the_highest():
    assert {one.name for one in SUBSTANCES if one.notoriety and one.notoriety.tier == 3} == {
        name for name, tier in TIERS if tier == 3
    }


NOT_FOR_DRESS = {("carbamazepine", "HLA-B*15:02"), ("phenytoin", "HLA-B*15:02"), ("phenytoin", "CYP2C9*3")}


@pytest.mark.hazard("H22")
def test_alleles_that_are_not_for_dress_say_so():
    told = {(one.name, hla.allele) for one in SUBSTANCES for hla in one.hla if not hla.is_for_dress}
    assert told == NOT_FOR_DRESS
    assert all(hla.phenotype for one in SUBSTANCES for hla in one.hla)
    for drug, allele in (("allopurinol", "HLA-B*58:01"), ("carbamazepine", "HLA-A*31:01"),
                         ("vancomycin", "HLA-A*32:01"), ("dapsone", "HLA-B*13:01")):  # fmt: skip
        assert [hla.is_for_dress for hla in BY_NAME[drug].hla if hla.allele == allele] == [True]


def test_half_lives_are_bounds_in_hours():
    bounds = {
        one.name: (one.half_life.shortest, one.half_life.longest) for one in SUBSTANCES if one.half_life
    }
    assert 0 < len(bounds) <= 20
    assert all(Decimal(0) < shortest <= longest < 24 * 14 for shortest, longest in bounds.values())
    assert bounds["phenytoin"] == (Decimal(7), Decimal(42))
    assert bounds["phenobarbital"] == (Decimal(53), Decimal(118))


def test_the_file_says_at_its_head_what_is_general_knowledge_and_what_reports_measure():
    head = " ".join(PATH.read_text(encoding="utf-8").split("as_of")[0].replace("#", " ").split())
    assert "Class, synonyms and brands: general knowledge" in head
    assert "Spontaneous reports measure reporting, not risk" in head
    assert REPORTS_ARE_NOT_RISK in head


BRANDS = [
    ("Tegretol", "carbamazepine"), ("Trileptal", "oxcarbazepine"), ("Dilantin", "phenytoin"),
    ("Epanutin", "phenytoin"), ("Cerebyx", "fosphenytoin"), ("Lamictal", "lamotrigine"),
    ("Keppra", "levetiracetam"), ("Depakote", "valproic acid"), ("Zyloric", "allopurinol"),
    ("Zyloprim", "allopurinol"), ("Bactrim", "sulfamethoxazole-trimethoprim"),
    ("Septrin", "sulfamethoxazole-trimethoprim"), ("Augmentin", "amoxicillin-clavulanate"),
    ("Zosyn", "piperacillin-tazobactam"), ("Viramune", "nevirapine"), ("Ziagen", "abacavir"),
    ("Glivec", "imatinib"), ("Celebrex", "celecoxib"), ("Tylenol", "paracetamol"), ("Losec", "omeprazole"),
    ("Tegretol 200 mg tablets", "carbamazepine"), ("Bactrim DS", "sulfamethoxazole-trimethoprim"),
    ("Keppra XR 500 mg bd", "levetiracetam"), ("TAB. EPTOIN 100 mg", "phenytoin"),
]  # fmt: skip

SYNONYMS = [
    ("TMP-SMX", "sulfamethoxazole-trimethoprim"), ("tmp/smx", "sulfamethoxazole-trimethoprim"),
    ("co-trimoxazole", "sulfamethoxazole-trimethoprim"), ("Cotrimoxazole", "sulfamethoxazole-trimethoprim"),
    ("trimethoprim + sulfamethoxazole", "sulfamethoxazole-trimethoprim"), ("acetaminophen", "paracetamol"),
    ("APAP", "paracetamol"), ("rifampin", "rifampicin"), ("INH", "isoniazid"), ("PZA", "pyrazinamide"),
    ("phenobarbitone", "phenobarbital"), ("diphenylhydantoin", "phenytoin"), ("CBZ", "carbamazepine"),
    ("Carbamazépine", "carbamazepine"), ("sodium valproate", "valproic acid"),
    ("divalproex sodium", "valproic acid"), ("amoxycillin", "amoxicillin"),
    ("co-amoxiclav", "amoxicillin-clavulanate"), ("amoxicillin/clavulanic acid", "amoxicillin-clavulanate"),
    ("pip-tazo", "piperacillin-tazobactam"), ("sulphasalazine", "sulfasalazine"),
    ("salazosulfapyridine", "sulfasalazine"), ("HCTZ", "hydrochlorothiazide"),
    ("imipenem/cilastatin", "imipenem-cilastatin"),
]  # fmt: skip

WITH_WORDS = [
    ("vancomycin iv", "vancomycin"), ("i.v. vancomycin 1 g q12h", "vancomycin"),
    ("phenytoin sodium", "phenytoin"), ("Vancomycin-ratiopharm", "vancomycin"),
    ("amoxicillin 250 mg/5 ml", "amoxicillin"), ("carbamazepine (Tegretol)", "carbamazepine"),
    ("Tegretol, carbamazepine", "carbamazepine"), ("paracetamol 1/2 tablet", "paracetamol"),
    ("Augmentin 875/125 mg", "amoxicillin-clavulanate"), ("VANCOMYCIN", "vancomycin"),
    ("  Sorafenib ", "sorafenib"), ("ＶＡＮＣＯＭＹＣＩＮ", "vancomycin"),
]  # fmt: skip


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("name", "substance"), BRANDS)
def test_brands_resolve_to_their_substance_and_say_that_they_are_brands(name, substance):
    match = find_substance(name)
    assert (match.name, match.how) == (substance, How.BRAND)
    assert substance_key(name) == substance_key(substance)


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("name", "substance"), SYNONYMS)
def test_synonyms_resolve_to_their_substance(name, substance):
    match = find_substance(name)
    assert match.name == substance
    assert match.how in (How.SYNONYM, How.NAME)
    assert substance_key(name) == substance


@pytest.mark.parametrize(("name", "substance"), WITH_WORDS)
def test_strength_form_route_and_another_name_do_not_stand_in_the_way(name, substance):
    assert find_substance(name).name == substance


MISSPELLINGS = [
    ("carbamazipine", "carbamazepine"), ("carbamazapine", "carbamazepine"), ("phenitoin", "phenytoin"),
    ("lamotrogine", "lamotrigine"), ("levatiracetam", "levetiracetam"), ("alopurinal", "allopurinol"),
    ("vancomicin", "vancomycin"), ("vancomyocin", "vancomycin"), ("sulfasalizine", "sulfasalazine"),
    ("minocyclene", "minocycline"), ("amoxicilin", "amoxicillin"),
    ("piperacilin tazobactam", "piperacillin-tazobactam"), ("ceftriaxson", "ceftriaxone"),
    ("rifampacin", "rifampicin"), ("pyrazinamyde", "pyrazinamide"), ("nevarapine", "nevirapine"),
    ("hydroxycloroquine", "hydroxychloroquine"), ("olanzepine", "olanzapine"),
    ("phenobarbitol", "phenobarbital"), ("paracetomol", "paracetamol"),
    ("trimethaprim-sulfamethoxasole", "sulfamethoxazole-trimethoprim"), ("Tegretl", "carbamazepine"),
    ("Bactrm", "sulfamethoxazole-trimethoprim"), ("Augmentn", "amoxicillin-clavulanate"),
    ("Keprra", "levetiracetam"),
]  # fmt: skip


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("name", "substance"), MISSPELLINGS)
def test_misspellings_are_suggested_and_never_taken(name, substance):
    match = find_substance(name)
    assert (match.how, match.substance, match.parts) == (How.NEAR, None, ())
    assert [suggestion.of.name for suggestion in match.suggestions] == [substance]
    assert substance_key(name) != substance
    assert codes_for(name) == ()


def test_a_suggestion_keeps_the_words_around_the_name():
    texts = [suggestion.text for suggestion in find_substance("oral phenitoin 100 mg").suggestions]
    assert texts == ["oral phenytoin 100 mg"]


SEVERAL = [
    ("Celebyx", ["Cerebyx", "Celebrex"]),
    ("iovexol", ["iohexol", "ioversol"]),
    ("sulfadalazine", ["sulfasalazine", "sulfadiazine"]),
]


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("name", "near"), SEVERAL)
def test_where_several_names_are_near_all_are_suggested(name, near):
    assert [suggestion.name for suggestion in find_substance(name).suggestions] == near


# Other drugs, other products, other words: nothing is taken, and nothing is suggested either.
NOTHING = [
    "Lamisil", "Lamisl", "terbinafine", "chlorpropamide", "chlorpropamine", "hydroxyzine", "hydralazine",
    "Celexa", "pentobarbital", "phentobarbital", "prednisone", "cefixime", "cefotaxime", "clonazepam",
    "rifamycin", "rifaximin", "icotinib", "Lasix", "Zyrtec", "Dilaudid", "lamivudine", "quetiapine",
    "trimethoprim", "oxacillin", "Panadol Extra", "Tylenol PM", "Advil Cold", "vancomycin (Keppra)",
    "amoxicillin 875/125", "amoxicillin 875 mg/125 mg", "paracetamol 500 mg + 30 mg",
    "amoxicillin sulbactam", "piperacillin", "anti-tuberculosis fixed-dose combination",
    "long-term medication (not named in the report)", "antipyretic", "unknown", "oral", "mg", "ABC", "CBC",
    "pheny", "vanc", "", " ", "?", "코데인", "💊", "5-fluorouracil", "vitamin B12", "rash", "phenytoinsalt",
    "x" * 300, "vancomycin " + "x" * 300,
]  # fmt: skip


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("name", NOTHING)
def test_other_drugs_and_words_resolve_to_nothing_and_get_no_suggestion(name):
    match = find_substance(name)
    assert (match.how, match.name, match.suggestions) == (How.NONE, "", ())
    assert substance_key(name) not in BY_NAME


COMBINATIONS = [
    ("Rifater", {"rifampicin", "isoniazid", "pyrazinamide"}),
    ("isoniazid/rifampin", {"rifampicin", "isoniazid"}),
    ("pyrazinamide, isoniazid and rifampicin", {"rifampicin", "isoniazid", "pyrazinamide"}),
    ("Kivexa", {"abacavir"}),
    ("lamivudine + abacavir", {"abacavir"}),
    ("Percocet", {"paracetamol"}),
    ("paracetamol 500 mg + codeine 30 mg", {"paracetamol"}),
    ("Nurofen Plus", {"ibuprofen"}),
    ("vancomycin and cefepime", {"vancomycin", "cefepime"}),
]


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("name", "parts"), COMBINATIONS)
def test_a_combination_is_never_taken_for_one_of_its_parts(name, parts):
    match = find_substance(name)
    assert match.substance is None
    assert {part.name for part in match.parts} == parts
    assert substance_key(name) not in BY_NAME


def test_a_combination_has_one_key_whichever_way_it_is_written():
    assert substance_key("Rifater") == substance_key("isoniazid, rifampin and PZA")
    assert substance_key("Kivexa") == substance_key("lamivudine and abacavir")
    assert [code.code for code in codes_for("isoniazid + rifampin")] == ["J04AM02"]


@pytest.mark.hazard("H22")
def test_combinations_that_are_rows_of_their_own_are_none_of_their_parts():
    for name in ("ampicillin-sulbactam", "amoxicillin-clavulanate", "piperacillin-tazobactam"):
        assert find_substance(name).name == name
    assert substance_key("ampicillin sulbactam") != substance_key("ampicillin")


def test_codes_are_those_of_the_substance_each_with_its_use():
    assert [(code.code, code.use) for code in codes_for("Vancocin")] == [
        ("J01XA01", "into a vein"),
        ("A07AA09", "by mouth"),
    ]
    assert [code.code for code in codes_for("  Sorafenib ")] == ["L01EX02"]
    assert codes_for("long-term medication") == ()


FORMS = {form_of(entry.written) for entry in list_names()}
HOLDS_A_NAME = re.compile("|".join(sorted(map(re.escape, FORMS), key=len, reverse=True)))


@pytest.mark.hazard("H22")
@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.text(max_size=LONGEST + 5), st.from_regex(r"[a-z]{3,14}( [a-z0-9]{1,8}){0,3}", fullmatch=True)
    )
)
@example("phenytoi")
@example("ampicillin/x")
def test_no_text_without_a_name_of_the_catalogue_is_forced_into_a_substance(text):
    match = find_substance(text)
    assert all(len(one.text) <= LONGEST for one in match.suggestions)
    if not HOLDS_A_NAME.search(form_of(text)):
        assert match.parts == ()


LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.hazard("H22")
@settings(max_examples=600, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.integers(0, 40), st.sampled_from(LETTERS))
def test_a_name_with_another_letter_is_never_taken_for_that_name(form, place, letter):
    changed = form[: place % len(form)] + letter + form[place % len(form) + 1 :]
    if changed not in FORMS:
        assert find_substance(changed).parts == ()
