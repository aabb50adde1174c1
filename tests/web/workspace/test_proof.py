"""The proof: open to everybody, made from the engine's own tables, and the same in the documents."""

import gc
import importlib
import pkgutil
import re
from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse

import scoring
from dressapp.assessments import proof_lines
from dressapp.assessments.proof import RULE_SETS, present_proof
from dressapp.audit.models import Event
from dressapp.config.paths import BASE_DIR
from dressapp.exchange.proof_text import write_proof
from dressapp.exchange.published import list_published
from scoring.derive import organs
from scoring.kernel.citation import GENERAL_KNOWLEDGE, OWN_CHOICE, Threshold, threshold
from scoring.regiscar.items import ITEMS
from tests.web.safety.test_words import said_in
from tests.web.security.world import digest

URL = "/proof/"


@pytest.fixture
def page(client, db):
    """Return the page as somebody sees it who has not signed in."""
    answer = client.get(URL)
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(page):
    """Return what the page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split("<main")[1])).split())


def thresholds_of_the_engine():
    """Return every threshold that the modules of the engine hold, however deep, each once."""
    found, seen = [], set()
    waiting = [value for module in engine() for name, value in vars(module).items() if name[:2] != "__"]
    while waiting:
        value = waiting.pop()
        if id(value) not in seen:
            seen.add(id(value))
            found += [value] if type(value) is Threshold else []
            waiting += gc.get_referents(value) if may_hold_one(value) else []
    return found


def engine():
    for module in pkgutil.walk_packages(scoring.__path__, "scoring."):
        yield importlib.import_module(module.name)


def may_hold_one(value):
    return isinstance(value, tuple | list | dict) or type(value).__module__.startswith("scoring")


def test_nobody_has_to_sign_in_and_nothing_is_kept(client, db):
    before = digest()
    assert client.get(reverse("workspace:proof")).status_code == 200
    assert client.head(URL).status_code == 200
    assert client.post(URL).status_code == 405
    assert (digest(), Event.objects.count()) == (before, 0)


def test_it_asks_the_database_for_nothing(client, db, django_assert_num_queries):
    client.get(URL)
    with django_assert_num_queries(0):
        client.get(URL)


@pytest.mark.parametrize(("name", "links"), [("account_login", 1), ("workspace:quick", 2)])
def test_it_is_linked_from_the_foot_and_from_the_quick_score(client, db, name, links):
    assert client.get(reverse(name)).content.decode().count(f'href="{URL}"') == links


def test_it_leads_back_to_the_cases_where_somebody_has_signed_in(client_in):
    assert client_in.get(reverse("workspace:list")).content.decode().count(f'href="{URL}"') == 1
    assert "Back to the cases" in client_in.get(URL).content.decode()


@pytest.mark.hazard("H19")
def test_every_threshold_of_the_engine_is_on_the_page():
    shown = [found for entry in RULE_SETS for _, found in proof_lines.thresholds_of(entry.modules)]
    missing = [made for made in thresholds_of_the_engine() if not any(made is found for found in shown)]
    assert missing == [], "give the modules of these thresholds to an Entry of RULE_SETS"


@pytest.mark.hazard("H19")
def test_each_number_stands_with_its_source_and_how_sure_it_is(page):
    text = words_of(page)
    for rule in present_proof().rule_sets:
        assert f"{rule.title} {rule.id}" in text
        for number in rule.numbers:
            assert (
                f"{number.name} {number.value} {number.source.name} {number.certainty} ({number.mark})"
                in text
            )
        for source in rule.sources:
            assert f"{source.reference} ({source.read})" in text


@pytest.mark.hazard("H19")
def test_what_is_not_verified_and_what_is_our_choice_is_listed_once_more():
    proof, made = present_proof(), thresholds_of_the_engine()
    limits = [row for row in proof_lines.limit_numbers() if row.mark == "GK"]
    assert limits
    assert len(proof.unverified) == sum(row.certainty == "GK" for row in made) + len(limits)
    assert len(proof.own_choices) == sum(row.certainty == "DESIGN" for row in made)
    assert {number.mark for _, number in proof.unverified} == {"GK"}
    assert any(number.source is OWN_CHOICE for _, number in proof.own_choices)


def test_items_are_worded_and_scored_as_in_the_engine(page):
    text = words_of(page)
    for item in ITEMS:
        assert f"{item.title} {item.asks}" in text
        words = next(line.points for line in proof_lines.regiscar_lines() if line.title == item.title)
        assert [word.rpartition(": ")[2] for word in words] == [
            proof_lines.signed(points) for points in item.points.values()
        ]
        assert " · ".join(words) in text


def test_a_changed_number_changes_the_page(monkeypatch):
    assert "2 × upper limit" in [row.value for row in proof_lines.numbers_of((organs,), {})]
    monkeypatch.setattr(organs, "PANCREAS", threshold("7", "xULN", GENERAL_KNOWLEDGE, "GK"))
    rows = {row.name: row.value for row in proof_lines.numbers_of((organs,), {"MUSCLE": "CK, more than"})}
    assert rows["Pancreas"] == "7 × upper limit"
    assert rows["CK, more than"] == "2 × upper limit"


def test_bands_of_days_are_those_of_the_latency_check():
    bands = {line.title: line.asks for line in proof_lines.latency_lines()}
    assert bands == {
        "started after onset": "less than 0 d",
        "same day as the onset": "0 d",
        "much shorter than usual": "1 to 4 d",
        "shorter than usual": "5 to 13 d",
        "usual interval": "14 to 56 d",
        "longer than usual": "57 to 90 d",
        "much longer than usual": "more than 90 d",
        "Antibacterials (ATC J01) and iodinated contrast (ATC V08A)": "usual interval: 5 to 56 d",
        "A drug that the patient reacted to before": "usual interval: 1 to 56 d",
    }


def test_assumed_limits_are_shown_from_one_side_and_from_both():
    limits = {row.name: row.value for row in proof_lines.limit_numbers()}
    assert (limits["Haemoglobin"], limits["ALT"], limits["Albumin"]) == (
        "from 120 g/L", "up to 35 U/L", "34 to 47 g/L",
    )  # fmt: skip


def test_each_published_case_stands_with_its_authors_and_the_reason(page):
    text = words_of(page)
    for case in list_published():
        assert f"Authors {case.authors} Ours {case.ours} Range {case.reach}" in text
        assert f"{case.why} " in text
        assert case.needed in text
        assert all(f"With {trial.answers}: {trial.result}" in text for trial in case.tried)
    assert "59,049" in text
    assert "174,960" in text


def test_questions_and_claims_are_on_the_page(page):
    text, proof = words_of(page), present_proof()
    lines = [*proof.claimed, *proof.not_claimed, *proof.own_readings, *proof.unverified_rules]
    pairs = [pair.seen for pair in (*proof.differences, *proof.elsewhere)]
    assert len(proof.questions) == 9
    for line in [*lines, *pairs, *(question.asks for question in proof.questions)]:
        assert line in text


@pytest.mark.hazard("H21")
def test_it_does_not_say_that_dress_is_excluded(page):
    assert said_in(words_of(page)) == []
    assert "Not validated for excluding DRESS at the bedside or for causality" in words_of(page)


def test_the_contents_lead_to_headings_that_are_there_once(page):
    marks = re.findall(r'\bid="([^"]+)"', page)
    assert len(marks) == len(set(marks))
    leads = set(re.findall(r'href="#([^"]+)"', page))
    assert leads <= set(marks)
    assert {f"case-{case.id}" for case in list_published()} <= leads


def test_the_document_is_what_the_command_writes_now(capsys):
    call_command("proof")
    written = capsys.readouterr().out
    assert written == write_proof()
    assert (BASE_DIR / "docs" / "proof.md").read_text() == written, "run manage.py proof > docs/proof.md"
