"""A case file opened as a new case: all of it or nothing, the patient confirmed, wrong files in words."""

import json
import random
from copy import deepcopy
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dressapp.assessments.models import CaseSummary
from dressapp.audit.models import Event
from dressapp.cases.models import Case, Patient
from dressapp.exchange.case_out import case_record
from dressapp.exchange.json_text import dumps
from tests.factories.any_case import make_any_case
from tests.factories.records import make_case
from tests.factories.tables import tables_of
from tests.web.exchange.test_out_case import CASES

TEXT = (CASES / "sorafenib-2016.json").read_text(encoding="utf-8")
URL = "/cases/open/"


@pytest.fixture(autouse=True)
def _no_file_was_opened_yet():
    cache.clear()


def post(client, content, **data):
    file = SimpleUploadedFile("case.json", content.encode() if isinstance(content, str) else content)
    return client.post(URL, {"id": uuid4(), "file": file} | data)


def plain(**values):
    return json.dumps({"format": "dress-case/1", "id": "one"} | values)


def page_of(response):
    return response.content.decode()


def test_the_list_offers_it_to_who_may_write(client_in, client_for, reader, user):
    make_case(user)
    assert f'href="{URL}"' in page_of(client_in.get("/"))
    assert f'href="{URL}"' not in page_of(client_for(reader).get("/"))


def test_a_file_becomes_a_case_with_its_summary(client_in):
    response = post(client_in, TEXT)
    case = Case.objects.get(external_id="sorafenib-2016")
    assert (response.status_code, response.url) == (303, reverse("workspace:summary", args=[case.pk]))
    assert CaseSummary.objects.get(case=case).total == 6
    assert case.lab_results.count() == len(json.loads(TEXT)["labs"])


def test_what_was_opened_is_said_and_on_record(client_in, user):
    response = post(client_in, TEXT)
    page = page_of(client_in.get(response.url))
    case = Case.objects.get(external_id="sorafenib-2016")
    labs, drugs = case.lab_results.count(), case.drug_courses.count()
    assert f"Case opened from the file: {labs} results, {drugs} drugs" in page
    event = Event.objects.get(action="open")
    assert (event.case_id, event.actor_id) == (str(case.pk), str(user.pk))
    assert (event.detail["labs"], len(event.detail["sha256"])) == (labs, 64)


def test_a_case_that_was_exported_opens_as_the_same_record(client_in, client_for, user, stranger):
    case = make_any_case(user, 7)
    response = post(client_for(stranger), dumps(case_record(case)))
    assert response.status_code == 303
    other = Case.objects.select_related("patient").exclude(pk=case.pk).get()
    assert other.team != case.team
    assert tables_of(other) == tables_of(case)


def test_a_double_click_makes_one_case(client_in):
    made = uuid4()
    first, second = post(client_in, TEXT, id=made), post(client_in, TEXT, id=made)
    assert (first.url, first.status_code) == (second.url, second.status_code)
    assert Case.objects.count() == 1


def test_a_known_patient_is_shown_and_asked_about(client_in, user):
    known = make_case(user, local_id="kjg-67-337", name="Rosalind Kessler", sex="female").patient
    response = post(client_in, TEXT)
    page = page_of(response)
    assert response.status_code == 422
    assert Case.objects.count() == 1
    assert ("Rosalind Kessler" in page, str(known.pk) in page) == (True, True)
    assert "The file says male, the record female. What is on record stays." in page
    again = client_in.post(URL, {"id": uuid4(), "text": TEXT, "confirmed": str(known.pk)})
    assert again.status_code == 303
    assert set(Case.objects.values_list("patient", flat=True)) == {known.pk}
    assert Patient.objects.get().sex == "female"


def test_the_file_is_kept_in_the_page_while_the_patient_is_confirmed(client_in, user):
    make_case(user, local_id="P-9")
    page = page_of(post(client_in, plain(patient={"local_id": "P-9"}, note='"<b>&')))
    assert 'name="text" value="{&quot;format&quot;' in page
    assert 'type="file"' not in page


def test_a_large_file_is_asked_for_again(client_in, user):
    make_case(user, local_id="P-9")
    page = page_of(post(client_in, plain(patient={"local_id": "P-9"}, extra={"x": "y" * 1_000_001})))
    assert "choose it again" in page
    assert 'type="file"' in page


def test_another_team_s_patient_is_not_shown(client_in, stranger):
    make_case(stranger, local_id="KJG-67-337", name="Wilhelmina Okonkwo")
    response = post(client_in, TEXT)
    assert response.status_code == 303
    assert Case.objects.get(external_id="sorafenib-2016").team != Case.objects.get(external_id="").team


def test_a_reader_may_not(client_for, reader):
    client = client_for(reader)
    assert (client.get(URL).status_code, post(client, TEXT).status_code) == (403, 403)


def test_more_than_ten_files_an_hour_wait(client_in):
    codes = [post(client_in, "not a file").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_a_file_above_5_mb_is_refused(client_in):
    assert post(client_in, b" " * 5_300_000).status_code == 413
    assert "larger than 5 MB" in page_of(post(client_in, b" " * 5_000_001 + b"{}"))


OWN_ROW = {"dressapp": {"lab_rows": {"alt": {"unit": "U/L", "upper_limit": "x"}}}}
WRONG = {
    "nothing chosen": (None, "Choose a case file"),
    "empty": (b"", "empty"),
    "no json": (b"hello, world", "no case file"),
    "cut short": (TEXT[:900].encode(), "not JSON"),
    "a bundle": (b'{"resourceType": "Bundle"}', "no case file"),
    "two cases": (f"{plain()}\n{plain()}".encode(), "2 cases"),
    "a key twice": (b'{"format": "dress-case/1", "id": "a", "id": "b"}', "twice"),
    "unknown key": (plain(nonsense=1).encode(), "nonsense"),
    "not a number": (b'{"format": "dress-case/1", "id": "a", "extra": {"x": NaN}}', "NaN"),
    "deep": (b'{"format": "dress-case/1", "id": "a", "extra": ' + b'{"x":' * 40 + b"1" + b"}" * 41, "deep"),
    "impossible": (plain(dates={"rash_onset": "2026-03-12", "died_on": "2026-03-01"}).encode(), "died_on"),
    "no id": (plain(id=" ").encode(), "no id to go by"),
    "discharge": (plain(dates={"admission": "2026-03-12", "discharge": "2026-03-01"}).encode(), "discharge"),
    "future": (plain(labs=[{"analyte": "alt", "date": "2099-01-01", "value": 1, "unit": "U/L"}]).encode(),
               "labs[0].date: 2099-01-01 lies in the future"),
    "too old": (plain(patient={"age_years": 400}).encode(), "age_years"),
    "long": (plain(drugs=[{"name": "x" * 201}]).encode(), "drugs[0]: name: has 201 characters"),
    "half a letter": (b'{"format": "dress-case/1", "id": "a", "note": "\\ud800"}', "note"),
    "control sign": (b'{"format": "dress-case/1", "id": "a", "note": "x\\u0000y"}', "note"),
    "not ours": (plain(extra={"dressapp": {"team": "x"}}).encode(), "extra.dressapp.team"),
    "no object": (plain(treatments=[{"extra": []}]).encode(), "treatments[0]: extra: must be an object"),
    "no limit": (plain(extra=OWN_ROW).encode(), "a limit is not a number"),
    "treatment": (plain(treatments=[{"start": "2026-03-12", "stop": "2026-03-01"}]).encode(),
                  "treatments[0]: stop: before start"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_in_words_and_nothing_is_stored(client_in, name):
    content, words = WRONG[name]
    response = client_in.post(URL, {"id": uuid4()}) if content is None else post(client_in, content)
    assert response.status_code == 422
    assert words in page_of(response).replace("&#x27;", "'")
    assert not Case.objects.exists()
    assert not Patient.objects.exists()


JUNK = (
    None, "", "x", 0, -1, 1.5, 10**30, True, [], {}, [[]], [None], {"x": None}, "2026-02-30", "9" * 400,
    "\x00", "😀" * 300, ["x"], {"dressapp": 1}, {"dressapp": {"brand": 3}}, {"$decimal": "x"}, "<5", "1e999",
)  # fmt: skip


def places(value, path=()):
    """Yield every place of a case file."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield (*path, key)
        yield from places(part, (*path, key))


def test_a_file_with_junk_anywhere_is_stored_or_refused_in_words(client_in, user):
    """Put something else in 60 places of a case with everything, one at a time."""
    dice = random.Random(5)  # noqa: S311
    whole = json.loads(dumps(case_record(make_any_case(user, 3))))
    every = list(places(whole))
    before, codes = Case.objects.count(), set()
    for turn in range(60):
        record = deepcopy(whole)
        *way, last = dice.choice(every)
        inner = record
        for key in way:
            inner = inner[key]
        inner[last] = dice.choice(JUNK)
        if record.get("patient") == whole["patient"]:
            record["patient"] = {"local_id": f"J-{turn}"}
        cache.clear()
        response = post(client_in, json.dumps(record))
        codes.add(response.status_code)
        assert response.status_code in (303, 422), (way, last, inner[last])
    assert codes == {303, 422}
    assert Case.objects.count() > before
