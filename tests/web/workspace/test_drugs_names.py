"""What the Drugs tab makes of a drug's name: recognised, suggested, found under two names."""

import re

import pytest
from django.urls import reverse

from dressapp.audit.models import Event
from dressapp.drugs.models import DrugCourse
from dressapp.drugs.services import update_course
from dressapp.workspace.presenters.drug_names import list_name_options
from tests.factories.records import make_case, make_drug

HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(user, team):
    return make_case(user)


def url(case, name="drugs", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def cards(client, case):
    groups = client.get(url(case)).context["drugs"].groups
    return {card.name: card for group in groups for card in group.cards}


def page(client, case):
    return " ".join(client.get(url(case)).content.decode().replace("\xa0", " ").split())


def recognised(client, case, name):
    return cards(client, case)[name].recognised


SAID = [
    ("Tegretol", "Recognised as carbamazepine (brand name Tegretol)"),
    ("tegretol 200 mg tablets", "Recognised as carbamazepine (brand name Tegretol)"),
    ("TMP/SMX", "Recognised as sulfamethoxazole-trimethoprim (another name: TMP-SMX)"),
    ("vancomycin iv", "Recognised as vancomycin"),
    ("Kivexa", "Recognised as a combination of abacavir and lamivudine (brand name Kivexa)"),
    ("Carbamazepine", ""),
    ("phenitoin", ""),
    ("my own mixture", "Not in the catalogue; this clears no drug."),
]


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("name", "words"), SAID)
def test_the_card_says_which_substance_a_name_was_recognised_as(client_in, case, user, name, words):
    make_drug(case, user, name=name)
    assert recognised(client_in, case, name).words == words
    assert words in page(client_in, case)


def test_only_a_suspect_is_said_not_to_be_in_the_catalogue(client_in, case, user):
    make_drug(case, user, name="my own mixture", role="concomitant")
    assert "Not in the catalogue;" not in page(client_in, case)


def take_over(client, case, course, name, **options):
    data = {"name": name, "version": course.version}
    return client.post(url(case, "drug_name", course.pk), data, **options)


@pytest.mark.hazard("H22")
def test_a_near_spelling_is_taken_over_with_one_tap_and_comes_back_by_undo(client_in, case, user):
    course = make_drug(case, user, name="phenitoin 100 mg")
    assert [offer.words for offer in recognised(client_in, case, course.name).offers] == ["phenytoin"]
    assert "Did you mean phenytoin?" in page(client_in, case)
    response = take_over(client_in, case, course, "phenytoin 100 mg", headers=HTMX)
    notice = response.context["notices"][0]
    assert notice.words == "Name changed from phenitoin 100 mg to phenytoin 100 mg."
    course.refresh_from_db()
    assert course.name == "phenytoin 100 mg"
    change = Event.objects.filter(object_id=str(course.pk), action="update").get()
    assert (change.detail["before"]["name"], change.actor_id) == ("phenitoin 100 mg", str(user.pk))
    assert client_in.post(notice.undo_url).status_code == 303
    course.refresh_from_db()
    assert course.name == "phenitoin 100 mg"


def test_the_address_that_takes_a_name_back_holds_no_name(client_in, case, user):
    course = make_drug(case, user, name="phenitoin")
    notice = take_over(client_in, case, course, "phenytoin", headers=HTMX).context["notices"][0]
    assert notice.undo_url == url(case, "drug_name_back", course.pk) + "?version=2"


@pytest.mark.parametrize("name", ["", "carbamazepine", "Phenytoin", "phenitoin"])
def test_a_name_that_was_not_offered_is_refused(client_in, case, user, name):
    course = make_drug(case, user, name="phenitoin")
    assert take_over(client_in, case, course, name).status_code == 404
    assert DrugCourse.objects.get().version == 1


def test_a_name_changed_by_somebody_else_meanwhile_is_a_conflict(client_in, case, user):
    course = make_drug(case, user, name="phenitoin")
    update_course(case=case, course=course, version=1, by=user, dose="300 mg")
    response = take_over(client_in, case, course, "phenytoin", headers=HTMX)
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#tab"
    assert DrugCourse.objects.get().name == "phenitoin"


@pytest.mark.parametrize("version", ["1", "2", "9", "x", ""])
def test_a_name_is_taken_back_only_where_the_tap_was_the_last_change(client_in, case, user, version):
    course = make_drug(case, user, name="phenytoin")
    update_course(case=case, course=course, version=1, by=user, dose="300 mg")
    response = client_in.post(url(case, "drug_name_back", course.pk) + f"?version={version}")
    assert response.status_code == 303
    assert "has changed it since. It stays as it is now." in page(client_in, case)
    assert DrugCourse.objects.get().name == "phenytoin"


def test_a_reader_sees_what_is_near_and_changes_nothing(client_for, case, user, reader, stranger):
    course = make_drug(case, user, name="phenitoin")
    mine = client_for(reader)
    assert "Nearly spelled like phenytoin" in page(mine, case)
    for name in ("drug_name", "drug_name_back"):
        assert mine.post(url(case, name, course.pk), {"name": "phenytoin"}).status_code == 403
        assert client_for(stranger).post(url(case, name, course.pk)).status_code == 404


@pytest.mark.hazard("H22")
def test_one_substance_under_two_names_is_said_on_both_cards(client_in, case, user):
    make_drug(case, user, name="Tegretol")
    make_drug(case, user, name="carbamazepine 400 mg", role="concomitant")
    make_drug(case, user, name="allopurinol")
    shown = cards(client_in, case)
    assert shown["Tegretol"].recognised.same == ("Same substance as “carbamazepine 400 mg” in this list.",)
    assert shown["carbamazepine 400 mg"].recognised.same == ("Same substance as “Tegretol” in this list.",)
    assert shown["allopurinol"].recognised.same == ()


@pytest.mark.hazard("H22")
def test_a_part_of_a_combination_that_is_in_the_list_alone_is_said(client_in, case, user):
    make_drug(case, user, name="Rifater")
    make_drug(case, user, name="rifampin")
    assert recognised(client_in, case, "rifampin").same == (
        "Holds rifampicin, as does “Rifater” in this list.",
    )


def test_near_and_unknown_names_are_the_same_as_nothing(client_in, case, user):
    for name in ("phenitoin", "phenytoin", "mixture", "mixture 2"):
        make_drug(case, user, name=name)
    assert [card.recognised.same for card in cards(client_in, case).values()] == [()] * 4


@pytest.mark.hazard("H22")
def test_a_brand_that_is_another_substance_than_the_name_is_shown(client_in, case, user):
    make_drug(case, user, name="carbamazepine", brand="Keppra")
    make_drug(case, user, name="phenytoin", brand="Epanutin")
    shown = cards(client_in, case)
    assert shown["phenytoin"].recognised.contradiction == ""
    assert shown["carbamazepine"].recognised.contradiction == (
        "Brand and name differ: Keppra is levetiracetam, the name says carbamazepine."
    )


def test_codes_are_offered_for_a_brand_as_for_its_substance(client_in, case, user):
    make_drug(case, user, name="Vancocin 1 g")
    assert [offer.atc for offer in cards(client_in, case)["Vancocin 1 g"].offers] == ["J01XA01", "A07AA09"]


def test_what_is_known_stands_folded_with_its_sources_and_proves_nothing(client_in, case, user):
    make_drug(case, user, name="Tegretol")
    text = page(client_in, case)
    folded = re.search(r'<details class="more drug-known">.*?</details>', text)[0]
    for words in (
        "HLA-A*31:01: DIHS and hypersensitivity syndrome;",
        "HLA-B*15:02: SJS/TEN only, not DRESS;",
        "Tier 3 of 3 on our own scale",
        "Cacoub P, et al. Am J Med 2011;124:588 (abstract)",
        "as of Nov 2026",
        "more than 15 d in 4 of 4 cases",
        "10 to 65 h",
        "aromatic antiseizure drug",
        "Being listed proves nothing of this drug’s part in the case",
        "Spontaneous reports measure reporting, not risk",
    ):
        assert words in folded


def test_what_was_not_read_is_left_out_and_no_tier_is_no_zero(client_in, case, user):
    make_drug(case, user, name="ziprasidone")
    (drug,) = recognised(client_in, case, "ziprasidone").known
    rows = dict(drug.rows)
    assert list(rows) == ["Class", "Notoriety for DRESS"]
    assert rows["Notoriety for DRESS"][0].words.startswith("No tier: nothing was read of this drug.")


def test_what_is_general_knowledge_says_that_it_is_not_verified(client_in, case, user):
    make_drug(case, user, name="raltegravir")
    (drug,) = recognised(client_in, case, "raltegravir").known
    assert "not verified" in dict(drug.rows)["HLA and genes"][0].source


def test_each_part_of_a_combination_is_told_of(client_in, case, user):
    make_drug(case, user, name="isoniazid/rifampin")
    known = recognised(client_in, case, "isoniazid/rifampin").known
    assert [drug.name for drug in known] == ["rifampicin", "isoniazid"]


def test_a_name_that_is_not_certain_has_nothing_known(client_in, case, user):
    make_drug(case, user, name="phenitoin")
    assert recognised(client_in, case, "phenitoin").known == ()
    assert "drug-known" not in page(client_in, case)


def test_names_synonyms_and_brands_are_suggested_while_typing(client_in, case):
    text = page(client_in, case)
    assert '<option value="Tegretol" data-of="carbamazepine">Tegretol: carbamazepine</option>' in text
    assert '<option value="acetaminophen" data-of="paracetamol">acetaminophen: paracetamol</option>' in text
    assert 'data-atc="A07AA09" data-use="by mouth">vancomycin, A07AA09, by mouth</option>' in text
    assert 'list="drug-names"' in text


def test_the_names_are_sent_with_the_page_and_not_with_every_tap(client_in, case, user, reader, client_for):
    make_drug(case, user)
    assert client_in.get(url(case)).content.decode().count('id="drug-names"') == 1
    assert 'id="drug-names"' not in client_in.get(url(case), headers=HTMX).content.decode()
    assert 'id="drug-names"' not in client_for(reader).get(url(case)).content.decode()


def test_each_other_name_in_the_list_belongs_to_a_name_with_a_code_or_none():
    options = list_name_options()
    names = {option.value for option in options if not option.of}
    assert {option.of for option in options if option.of} <= names
    assert len(options) > 600
