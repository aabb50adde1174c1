"""The patient's alleles: a carried one supports, none clears, and one for SJS/TEN alone says so."""

import pytest

from scoring.causality.hla import allele_name, match
from tests.scoring.causality.build import allele, association, case, drug, ingredient, rank, substance


@pytest.mark.parametrize("text", ["HLA-B*58:01", "hla-b*58:01", " B * 58:01", "HLA - B*58:01"])
def test_one_allele_has_one_spelling(text):
    assert allele_name(text) == "B*58:01"


@pytest.mark.parametrize(
    ("results", "published", "status"),
    [
        ([("HLA-B*58:01", "yes")], "B*58:01", "carried"),
        ([("B*58:01:01", "yes")], "HLA-B*58:01", "carried"),
        ([("C*04:01", "yes")], "C*04", "carried"),
        ([("B*58", "yes")], "B*58:01", "not on record"),
        ([("B*58", "no")], "B*58:01", "not carried"),
        ([("C*04:01", "no")], "C*04", "not on record"),
        ([("B*58:01", "no")], "B*58:01", "not carried"),
        ([("B*58:01", "unknown")], "B*58:01", "not on record"),
        ([("B*58:01", "yes"), ("B*58:01", "no")], "B*58:01", "contradictory"),
        ([("B*5", "no")], "B*58:01", "not on record"),
        ([("B*580:01", "yes")], "B*58", "not on record"),
        ([], "B*58:01", "not on record"),
    ],
)
def test_a_result_answers_for_its_own_group(results, published, status):
    facts = case(findings=[allele(*each) for each in results])
    assert match(facts, [association(published)])[0].status == status


def hla(*findings, known=("B*58:01",), **more):
    alleles = [association(name, **more) for name in known]
    row = rank(case(drug(), findings=findings), substance(hla=alleles))[0]
    return ingredient(row, "hla")


def test_a_carried_allele_speaks_for_the_drug():
    found = hla(allele("B*58:01"))
    assert (found.direction, found.standing) == ("for", 0)
    assert found.words == "B*58:01 carried (found for DRESS, OR 9.5; Someone 2020)"


@pytest.mark.parametrize("findings", [[allele("B*58:01", "no")], [], [allele("B*58:01", "unknown")]])
def test_an_allele_not_carried_or_not_looked_for_lowers_nothing(findings):
    assert hla(*findings).standing == 1


def test_what_is_not_on_record_is_named_and_a_contradiction_is_not_known():
    assert hla().words == "No result on record"
    assert hla(allele("A*1", "yes")).notes == ("Not on record: B*58:01",)
    found = hla(allele("B*58:01"), allele("B*58:01", "no"))
    assert (found.direction, found.standing) == ("not_known", 1)
    assert found.words.startswith("B*58:01 contradictory")


def test_an_allele_for_sjs_ten_alone_is_named_as_such_and_supports_nothing():
    found = hla(allele("B*15:02"), known=("B*15:02",), is_for_dress=False)
    assert (found.direction, found.standing) == ("neutral", 1)
    assert "found for SJS/TEN alone, no support in DRESS" in found.words


def test_what_is_not_verified_says_so():
    assert "; not verified" in hla(allele("B*58:01"), certainty="GK").words
    assert hla(allele("B*58:01"), certainty="GK").certainty == "GK"


def test_a_drug_without_alleles_in_the_catalogue_says_that():
    assert ingredient(rank(case(drug()))[0], "hla").words == "No allele in the catalogue"
