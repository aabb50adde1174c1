"""What is typed is kept for its own person alone, offered again, put back unsaved, gone once it is saved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dressapp.assessments.signatures import sign
from dressapp.audit.models import Event
from dressapp.cases.models import Treatment
from dressapp.cases.services import add_row, void_row
from dressapp.drafts.models import Draft
from dressapp.drafts.services import erase_case
from dressapp.drugs.services import update_course
from tests.factories.people import make_user
from tests.factories.records import make_case, make_drug

SAVE = "/drafts/"


@pytest.fixture
def case(user):
    return make_case(user)


@pytest.fixture
def course(case, user):
    return make_drug(case, user)


def keep(client, action, *, title="", words="", **fields):
    about = {"draft-action": action, "draft-title": title, "draft-words": words}
    return client.post(SAVE, about | fields)


def keep_drug(client, course, *, version=1, **fields):
    action = reverse("workspace:edit_drug", args=[course.case_id, course.pk])
    known = {"id": course.pk, "version": version, "name": "sorafenib", "role": "suspect"}
    return keep(client, action, title="sorafenib", words="Taken for kidney cancer", **known | fields)


def page(client, course, query=""):
    return client.get(reverse("workspace:drugs", args=[course.case_id]) + query).content.decode()


def age(**ago):
    Draft.objects.update(saved_at=timezone.now() - timedelta(**ago))


def test_a_draft_is_kept_and_the_same_again_changes_nothing(client_in, course):
    first = keep_drug(client_in, course, indication="kidney cancer")
    assert first.status_code == 200
    draft = Draft.objects.get()
    assert draft.fields["indication"] == ["kidney cancer"]
    assert keep_drug(client_in, course, indication="kidney cancer").json() == first.json()
    assert Draft.objects.get().saved_at == draft.saved_at
    age(seconds=5)
    keep_drug(client_in, course, indication="liver cancer")
    assert Draft.objects.get().fields["indication"] == ["liver cancer"]


def test_keeping_writes_no_event_and_changes_no_record(client_in, case, course):
    events = Event.objects.count()
    case.refresh_from_db()
    assert keep_drug(client_in, course, indication="kidney cancer").status_code == 200
    assert Event.objects.count() == events
    before = case.revision
    case.refresh_from_db()
    assert case.revision == before
    course.refresh_from_db()
    assert course.indication == ""


def test_only_its_own_person_is_offered_a_draft(client_in, client_for, course, reader, team):
    colleague = client_for(make_user("colleague", team=team.name))
    keep_drug(client_in, course, indication="kidney cancer")
    draft = Draft.objects.get()
    assert "kidney cancer" in page(client_in, course)
    for other in (colleague, client_for(reader)):
        for query in ("", f"?draft={draft.pk}"):
            assert "kidney cancer" not in page(other, course, query)
        assert other.post(reverse("drafts:discard", args=[draft.pk])).status_code == 404
        assert other.post(reverse("drafts:restore", args=[draft.pk])).status_code == 404
    assert Draft.objects.get().discarded_at is None


def test_nobody_keeps_a_draft_in_a_case_that_is_not_theirs(client_for, course, reader, stranger):
    assert keep_drug(client_for(stranger), course).status_code == 404
    assert keep_drug(client_for(reader), course).status_code == 403
    assert not Draft.objects.exists()


def test_a_form_of_another_kind_is_not_kept(client_in, case, course):
    foreign = ("https://elsewhere/", "/", "/account/password/", "/nowhere", "//[", "x" * 600,
               reverse("workspace:remove_drug", args=[case.pk, course.pk]),
               reverse("workspace:score_answer", args=[case.pk, "fever"]))  # fmt: skip
    for action in foreign:
        assert keep(client_in, action, answer="yes", password="secret").status_code == 204
    assert not Draft.objects.exists()


def test_tokens_and_confirmations_are_not_kept(client_in, course):
    keep_drug(client_in, course, csrfmiddlewaretoken="t" * 64, confirm="on", confirmed="1", name="a\x00b")
    kept = Draft.objects.get().fields
    assert set(kept) == {"id", "version", "name", "role"}
    assert kept["name"] == ["ab"]


@pytest.mark.parametrize("fields", [{"note": "x" * 60_001}, {f"f{number}": "1" for number in range(401)}])
def test_a_form_that_holds_too_much_is_not_kept(client_in, course, fields):
    assert keep_drug(client_in, course, **fields).status_code == 413
    assert not Draft.objects.exists()


def test_more_than_a_person_can_type_is_refused(client_in, course):
    assert keep_drug(client_in, course, indication="a").status_code == 200
    refused = keep_drug(client_in, course, indication="b")
    assert (refused.status_code, refused["Retry-After"]) == (429, "1")
    for answer in ("fever", "lymph_nodes", "eosinophilia"):
        action = reverse("workspace:score_answer", args=[course.case_id, answer])
        last = keep(client_in, action, answer="yes", explanation="because")
    assert last.status_code == 429
    assert Draft.objects.count() == 3


def test_a_person_has_so_many_drafts_and_each_so_many_days(client_in, case, user):
    old = timezone.now() - timedelta(days=settings.DRAFT_DAYS, seconds=1)
    away = timezone.now() - timedelta(hours=1, seconds=1)
    made = [
        Draft(user=user, key=f"{number}", action="/", fields={}, saved_at=timezone.now())
        for number in range(60)
    ]
    made[0].saved_at, made[1].discarded_at = old, away
    for number, draft in enumerate(made[2:]):
        draft.saved_at -= timedelta(minutes=number + 1)
    Draft.objects.bulk_create(made)
    assert keep(client_in, reverse("workspace:new"), local_id="P-9").status_code == 200
    assert Draft.objects.count() == 50
    assert not Draft.objects.filter(key__in=["0", "1", "59"]).exists()


def test_saving_the_form_takes_its_draft_away_and_another_form_does_not(client_in, case, course):
    keep_drug(client_in, course, indication="kidney cancer")
    client_in.post(
        reverse("workspace:still_taken", args=[case.pk, course.pk]), {"version": 1, "answer": "yes"}
    )
    assert Draft.objects.count() == 1
    course.refresh_from_db()
    data = {"version": course.version, "name": "sorafenib", "role": "suspect", "indication": "kidney cancer"}
    assert client_in.post(reverse("workspace:edit_drug", args=[case.pk, course.pk]), data).status_code == 303
    assert not Draft.objects.exists()


def test_a_save_that_fails_keeps_the_draft(client_in, case, course, monkeypatch):
    keep_drug(client_in, course, indication="kidney cancer")
    action = reverse("workspace:edit_drug", args=[case.pk, course.pk])
    assert client_in.post(action, {"version": 1, "name": "", "role": "suspect"}).status_code == 422
    stale = {"version": 7, "name": "sorafenib", "role": "suspect", "indication": "x"}
    assert client_in.post(action, stale).status_code == 409
    assert Draft.objects.count() == 1

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("dressapp.workspace.services.summarise", fail)
    with pytest.raises(RuntimeError):
        client_in.post(action, stale | {"version": 1})
    assert Draft.objects.count() == 1
    course.refresh_from_db()
    assert course.indication == ""


def test_saving_over_a_conflict_takes_the_draft_away(client_in, case, course):
    keep_drug(client_in, course, indication="kidney cancer")
    action = reverse("workspace:edit_drug", args=[case.pk, course.pk])
    data = {"name": "sorafenib", "role": "suspect", "indication": "theirs"}
    client_in.post(action, data | {"version": 1})
    assert not Draft.objects.exists()
    keep_drug(client_in, course, indication="kidney cancer")
    mine = data | {"indication": "kidney cancer"}
    assert client_in.post(action, mine | {"version": 1}).status_code == 409
    assert client_in.post(action, mine | {"version": 2}).status_code == 303
    assert not Draft.objects.exists()


def test_put_back_shows_the_form_as_typed_and_stores_nothing(client_in, case, course):
    keep_drug(client_in, course, indication="kidney <cancer>")
    draft = Draft.objects.get()
    views = Event.objects.filter(action="view").count()
    text = page(client_in, course, f"?draft={draft.pk}")
    assert "Not saved yet." in text
    assert 'value="kidney &lt;cancer&gt;"' in text
    assert "changed after you had opened it" not in text
    assert f'data-draft="{draft.action}' not in text  # it is not offered once more
    course.refresh_from_db()
    assert (course.indication, course.version) == ("", 1)
    assert Draft.objects.get().fields == draft.fields
    assert Event.objects.filter(action="view").count() == views + 1


def test_put_back_after_somebody_else_saved_says_so_and_saving_shows_both_texts(
    client_in, case, course, user
):
    keep_drug(client_in, course, indication="kidney cancer")
    action = reverse("workspace:edit_drug", args=[case.pk, course.pk])
    update_course(case=case, course=course, version=1, by=user, indication="theirs")
    text = page(client_in, course, f"?draft={Draft.objects.get().pk}")
    assert "This was changed after you had opened it." in text
    assert '<input type="hidden" name="version" value="1"' in text
    data = {"version": 1, "name": "sorafenib", "role": "suspect", "indication": "kidney cancer"}
    conflict = client_in.post(action, data)
    assert conflict.status_code == 409
    assert "theirs" in conflict.content.decode()
    assert "kidney cancer" in conflict.content.decode()


def test_a_draft_of_what_was_taken_away_is_shown_in_words(client_in, case, user):
    step = add_row(model=Treatment, case=case, by=user, kind="ivig", name="privigen")
    action = reverse("workspace:change_step", args=[case.pk, step.pk])
    keep(client_in, action, title="Treatment", words="Name octagam", version=1, kind="ivig", name="octagam")
    void_row(case=case, row=step, version=1, by=user)
    text = client_in.get(f"/cases/{case.pk}/?draft={Draft.objects.get().pk}").content.decode()
    assert "This cannot be put back" in text
    assert "Name octagam" in text


def test_a_draft_that_is_not_there_leaves_the_page_as_it_is(client_in, case, course):
    keep_drug(client_in, course, indication="kidney cancer")
    elsewhere = f"/cases/{case.pk}/labs/?draft={Draft.objects.get().pk}"
    assert "Not saved yet." not in client_in.get(elsewhere).content.decode()
    for name in ("x", "", "00000000-0000-0000-0000-000000000000"):
        assert client_in.get(f"/cases/{case.pk}/drugs/?draft={name}").status_code == 200


def test_a_discarded_draft_can_be_brought_back(client_in, case, course):
    keep_drug(client_in, course, indication="kidney cancer")
    draft, here = Draft.objects.get(), f"/cases/{case.pk}/labs/"
    answer = client_in.post(reverse("drafts:discard", args=[draft.pk]), {"next": here})
    assert answer.url == here
    text = client_in.get(here).content.decode()
    assert "Put it back" not in text
    assert "sorafenib: discarded." in text
    assert reverse("drafts:restore", args=[draft.pk]) in text
    client_in.post(reverse("drafts:restore", args=[draft.pk]))
    assert "Put it back" in page(client_in, course)
    client_in.post(reverse("drafts:discard", args=[draft.pk]))
    assert (
        client_in.post(reverse("drafts:discard", args=[draft.pk]), {"next": "//evil"}).url
        == f"/cases/{case.pk}/drugs/"
    )
    age(seconds=5)
    keep_drug(client_in, course, indication="kidney cancer")  # typed again
    assert "Put it back" in page(client_in, course)


def test_a_draft_outside_of_any_case_is_offered_on_the_list_and_its_own_page(client_in, case):
    keep(client_in, reverse("workspace:new"), title="New case", words="Patient id P-77", local_id="P-77")
    assert "Patient id P-77" in client_in.get("/").content.decode()
    text = client_in.get("/cases/new/").content.decode()
    assert "Patient id P-77" in text
    assert 'value="P-77"' not in text
    assert "Patient id P-77" not in client_in.get("/limits/").content.decode()
    assert "Patient id P-77" not in client_in.get(f"/cases/{case.pk}/").content.decode()
    back = client_in.get(f"/cases/new/?draft={Draft.objects.get().pk}").content.decode()
    assert 'value="P-77"' in back
    data = {"id": "6a1f6c1e-27e0-4bb7-8a3b-3b0f5f0c6d10", "local_id": "P-77", "rash_onset_on": "12 Mar 2026"}
    assert client_in.post("/cases/new/", data).status_code == 303
    assert not Draft.objects.exists()


def test_a_draft_costs_one_query_a_page(client_in, case, course):
    def drafts_read(url):
        with CaptureQueriesContext(
            connection,
        ) as found:
            client_in.get(url)
        return [query for query in found.captured_queries if "drafts_draft" in query["sql"]]

    for _ in range(2):
        for url in (
            "/",
            "/cases/new/",
            "/limits/",
            *(f"/cases/{case.pk}/{tab}" for tab in ("", "labs/", "score/")),
        ):
            assert len(drafts_read(url)) == 1, url
        keep_drug(client_in, course, indication="kidney cancer")


def test_signed_out_the_script_is_told_quietly(client, case):
    answer = client.post(SAVE, {}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert client.post(SAVE).status_code == 302
    assert client.get(SAVE).status_code == 302


def test_erasing_a_case_erases_what_was_typed_in_it(client_in, case, course, user):
    keep_drug(client_in, course, indication="kidney cancer")
    other = make_drug(make_case(user, local_id="P-2"), user)
    keep_drug(client_in, other, indication="kidney cancer")
    assert erase_case(case.pk) == {"drafts.draft": 1}
    assert Draft.objects.get().case_id == other.case_id


def test_why_a_signed_assessment_is_amended_is_kept_and_put_back(client_in, case, user):
    complete = reverse("workspace:complete_assessment", args=[case.pk])
    form = {"id": uuid4(), "revision": case.revision}
    assert client_in.post(complete, form).status_code == 303
    sign(snapshot=case.snapshots.get(), meaning="read", by=user)
    assert keep(client_in, complete, id=uuid4(), revision=0, reason="ALT came late").status_code == 200
    text = client_in.get(f"{complete}?draft={Draft.objects.get().pk}").content.decode()
    assert "Not saved yet." in text
    assert "ALT came late</textarea>" in text
    assert "Nothing was completed" not in text
    amended = {"id": uuid4(), "revision": case.revision, "reason": "ALT came late"}
    assert client_in.post(complete, amended).status_code == 303
    assert (case.snapshots.count(), Draft.objects.count()) == (2, 0)
