"""The page that signs an assessment: content, meaning and password; every refusal is told and written."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from dressapp.accounts.confirm import TRIES
from dressapp.assessments.models import Meaning, Signature, Snapshot
from dressapp.audit.models import Event
from dressapp.cases.services import touch
from dressapp.workspace.services import changing
from tests.factories.day_four import make_day_four_case
from tests.factories.people import PASSWORD, make_user
from tests.factories.records import make_drug

VALID = {"meaning": "author", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _fresh_turns():
    cache.clear()


@pytest.fixture
def case(user):
    return make_day_four_case(user, timezone.localdate())


@pytest.fixture
def complete(client_in, case):
    """Return a function that completes the case's assessment."""

    def post(**posted):
        case.refresh_from_db()
        answer = client_in.post(
            url(case, "complete_assessment"), {"id": uuid4(), "revision": case.revision} | posted
        )
        assert answer.status_code == 303
        return Snapshot.objects.filter(case=case).first()

    return post


@pytest.fixture
def completed(complete):
    return complete()


def url(case, name="sign_assessment", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def sign(client, case, number=1, **posted):
    return client.post(url(case, "sign_assessment", number), VALID | posted)


def text_of(response):
    return " ".join(response.content.decode().split())


def refusals():
    return list(Event.objects.filter(action="sign_refused").values_list("reason", flat=True))


def test_the_page_shows_what_is_signed_and_chooses_nothing(client_in, case, completed):
    text = text_of(client_in.get(url(case, "sign_assessment", 1)))
    assert "Sign assessment 1" in text
    assert 'class="sheet card"' in text
    assert completed.sha256 in text.partition('id="signature"')[2]
    assert "vancomycin" in text
    assert "checked>" not in text
    for meaning in Meaning.labels:
        assert meaning in text
    assert "Not validated for excluding DRESS" in text


def test_signing_leads_to_the_assessment_with_the_name_under_it(client_in, user, case, completed):
    answer = sign(client_in, case)
    assert answer.status_code == 303
    assert answer.headers["Location"] == url(case, "snapshot", 1)
    text = text_of(client_in.get(answer.headers["Location"]))
    assert "Assessment 1 signed." in text
    signature = Signature.objects.get()
    assert signature.meaning == Meaning.AUTHOR.label
    for words in (signature.by_name, signature.meaning, signature.sha256[:16], "UTC", "Assessment 1 signed"):
        assert words in text
    history = text_of(client_in.get(url(case, "history")))
    assert signature.meaning in history
    assert url(case, "sign_assessment", 1) not in history


def test_the_same_form_posted_twice_signs_once_even_after_a_change(client_in, case, completed):
    assert sign(client_in, case).status_code == 303
    touch(case=case)
    assert sign(client_in, case).status_code == 303
    assert Signature.objects.count() == 1
    assert Event.objects.filter(action="sign").count() == 1


def test_author_and_reviewer_sign_the_same_version(client_in, client_for, user, case, completed):
    other = client_for(make_user("second", team="Ward"))
    assert sign(client_in, case).status_code == 303
    assert "You have signed this assessment" in text_of(client_in.get(url(case, "sign_assessment", 1)))
    assert url(case, "sign_assessment", 1) in text_of(other.get(url(case, "history")))
    assert sign(other, case, meaning="reviewer").status_code == 303
    assert [s.by_name for s in Signature.objects.all()] == ["Dr Clinician", "Dr Second"]


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"meaning": ""}, "Choose what your signature means."),
        ({"meaning": "nonsense"}, "nonsense is not one of the available choices"),
        ({"password": ""}, "Enter your password."),
    ],
)
def test_what_is_left_out_is_asked_for_and_nothing_is_signed(client_in, case, completed, posted, words):
    response = sign(client_in, case, **posted)
    assert response.status_code == 422
    assert words in text_of(response)
    assert not Signature.objects.exists()


def test_a_wrong_password_is_told_and_written_down_and_the_choice_is_kept(client_in, user, case, completed):
    response = sign(client_in, case, password="not my password", meaning="reviewer")
    assert response.status_code == 422
    text = text_of(response)
    assert "This is not your password. Nothing was signed" in text
    assert 'value="reviewer" required checked' in text
    assert "not my password" not in text
    assert not Signature.objects.exists()
    event = Event.objects.get(action="sign_refused")
    assert (event.actor_id, event.reason, event.version) == (str(user.pk), "wrong password", 1)
    assert event.detail == {"number": 1, "sha256": completed.sha256}
    assert sign(client_in, case).status_code == 303


def test_another_persons_password_signs_nothing(client_for, user, case, completed):
    other = make_user("second", team="Ward")
    other.set_password("a password of my own")
    other.save()
    assert sign(client_for(other), case).status_code == 422
    assert not Signature.objects.exists()


def test_many_wrong_passwords_have_to_wait_even_with_the_right_one(client_in, case, completed):
    for _ in range(TRIES):
        assert sign(client_in, case, password="wrong").status_code == 422
    response = sign(client_in, case)
    assert response.status_code == 429
    assert "Too many wrong passwords. Nothing was signed. Wait " in text_of(response)
    assert not Signature.objects.exists()
    assert refusals() == ["wrong password"] * TRIES + ["too many wrong passwords"]


def test_the_right_password_forgets_the_wrong_ones(client_in, case, complete):
    for _ in range(2):
        complete(reason="why")
        for _ in range(TRIES - 1):
            sign(client_in, case, password="wrong")
        number = Snapshot.objects.filter(case=case).first().number
        assert sign(client_in, case, number).status_code == 303


@pytest.mark.hazard("H15")
def test_a_changed_case_cannot_be_signed_and_the_way_on_is_shown(client_in, user, case, completed):
    with changing(case):
        make_drug(case, user, name="lamotrigine")
    response = sign(client_in, case)
    assert response.status_code == 409
    text = text_of(response)
    assert "It cannot be signed: the case or the rules have changed since it was completed." in text
    assert url(case, "complete_assessment") in text
    assert 'id="signature"' not in text
    assert refusals() == ["out of date"]
    assert 'id="signature"' not in text_of(client_in.get(url(case, "sign_assessment", 1)))


def test_an_older_version_leads_to_the_newest(client_in, case, complete):
    complete()
    complete()
    response = sign(client_in, case)
    assert response.status_code == 409
    assert url(case, "sign_assessment", 2) in text_of(response)
    assert refusals() == ["not the newest version"]


def test_readers_see_the_page_and_cannot_sign(client_for, reader, case, completed):
    client = client_for(reader)
    page = text_of(client.get(url(case, "sign_assessment", 1)))
    assert "Your role in this team is to read." in page
    assert 'id="signature"' not in page
    assert sign(client, case).status_code == 403
    assert not Signature.objects.exists()


def test_strangers_find_nothing(client_for, stranger, case, completed):
    client = client_for(stranger)
    assert client.get(url(case, "sign_assessment", 1)).status_code == 404
    assert sign(client, case).status_code == 404
    assert not Signature.objects.exists()


def test_a_number_that_is_none_cannot_be_signed(client_in, case):
    assert sign(client_in, case, 7).status_code == 404


def test_a_signed_assessment_is_amended_with_a_reason_on_a_page_of_its_own(client_in, user, case, complete):
    complete()
    sign(client_in, case)
    for page in ("summary", "report", "history"):
        text = text_of(client_in.get(url(case, page)))
        assert "Amend the assessment" in text
        assert "Complete the assessment" not in text
    form = client_in.get(url(case, "complete_assessment"))
    assert "Assessment 1 is signed and stays as it is." in text_of(form)
    posted = {"id": form.context["new_id"], "revision": form.context["case"].revision}
    refused = client_in.post(url(case, "complete_assessment"), posted)
    assert refused.status_code == 422
    assert "Write why the signed assessment is amended." in text_of(refused)
    assert Snapshot.objects.count() == 1
    assert (
        client_in.post(url(case, "complete_assessment"), posted | {"reason": "a late result"}).status_code
        == 303
    )
    history = text_of(client_in.get(url(case, "history")))
    assert "Amends assessment 1: a late result" in history
    assert "Signed, newer one not signed" in history
    assert sign(client_in, case, 2).status_code == 303
    assert "Amended by assessment 2" in text_of(client_in.get(url(case, "snapshot", 1)))


def test_a_typed_reason_is_kept_where_the_case_has_changed_meanwhile(client_in, user, case, complete):
    complete()
    sign(client_in, case)
    seen = case.revision
    with changing(case):
        make_drug(case, user, name="lamotrigine")
    posted = {"id": uuid4(), "revision": seen, "reason": "typed with care"}
    response = client_in.post(url(case, "complete_assessment"), posted)
    assert response.status_code == 409
    assert "typed with care" in text_of(response)
    assert Snapshot.objects.count() == 1


def test_a_reader_sees_what_completing_does_and_no_form(client_for, reader, case):
    page = text_of(client_for(reader).get(url(case, "complete_assessment")))
    assert "Your role in this team is to read." in page
    assert 'name="revision"' not in page
