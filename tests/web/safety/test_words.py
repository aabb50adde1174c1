"""No result says that DRESS is excluded, whatever is on record."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.facts import build
from scoring.explain import explain
from scoring.panel import assess
from tests.factories.any_case import make_any_case
from tests.factories.day_four import answer_everything_no, make_day_four_case
from tests.factories.records import make_case
from tests.web.reports.paper import pages_of

PAGES = ("summary", "drugs", "labs", "score", "criteria", "timeline", "history", "report")
SAID = re.compile(r"exclu\w*|rul(?:e|ed|es|ing) out|\b(?:no|not|without) DRESS\b|\bnegative for\b", re.I)
# The items of the paper, the intended use at the foot, the judgement that is left to the clinician, fever.
ALLOWED = re.compile(
    r"other[ _-]causes[ _-]excluded|not validated for excluding DRESS|after exclusion of other explanations"
    r"|are the clinician.{1,6}s to exclude|fever between the readings is not excluded", re.I
)  # fmt: skip


def said_in(text):
    return SAID.findall(ALLOWED.sub("", " ".join(text.split())))


def bare(user):
    return make_case(user)


def day_four(user):
    return make_day_four_case(user, timezone.localdate())


def day_four_all_no(user):
    case = day_four(user)
    answer_everything_no(case, user)
    return case


def closed_all_no(user):
    rash = timezone.localdate() - timedelta(days=60)
    case = make_case(user, rash_onset_on=rash, resolution_on=rash + timedelta(days=5))
    answer_everything_no(case, user)
    return case


def without_onset(user):
    return make_case(user, rash_onset_on=None)


MAKERS = [bare, day_four, day_four_all_no, closed_all_no, without_onset]
MAKERS += [lambda user, seed=seed: make_any_case(user, seed) for seed in range(6)]


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("make", MAKERS)
def test_no_page_says_that_dress_is_excluded(client_in, user, make):
    case = make(user)
    for name in PAGES:
        page = client_in.get(reverse(f"workspace:{name}", args=[case.pk])).content.decode()
        assert said_in(page) == [], name
    assert said_in(client_in.get(reverse("workspace:list")).content.decode()) == []
    assert said_in("\n".join(explain(assess(build(case))))) == []


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("make", [day_four_all_no, closed_all_no])
def test_no_sheet_says_that_dress_is_excluded(client_in, user, make):
    case = make(user)
    sheet = " ".join(pages_of(client_in.get(reverse("workspace:report_pdf", args=[case.pk])).content))
    assert "RegiSCAR" in sheet
    assert said_in(sheet) == []


@pytest.mark.hazard("H21")
def test_every_page_of_a_case_says_what_it_is_for_and_the_range(client_in, user):
    case = day_four(user)
    for name in PAGES:
        page = client_in.get(reverse(f"workspace:{name}", args=[case.pk])).content.decode()
        assert "Classification aid for records. Not validated for excluding DRESS" in page, name
    score = client_in.get(reverse("workspace:score", args=[case.pk])).content.decode()
    assert re.search(r"−?\d to −?\d", score)


@pytest.mark.parametrize("words", ["DRESS excluded", "this rules out", "No DRESS", "excludes it"])
def test_the_search_would_find_it(words):
    assert said_in(f"Other causes excluded. {words}.")
