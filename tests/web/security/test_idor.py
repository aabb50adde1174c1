"""Nobody reads or changes a case that is not theirs, by any address, method or id; reading changes nothing."""

# ruff: noqa: E501

from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dressapp.accounts import urls as account_urls
from dressapp.accounts.models import Role
from dressapp.core.sealed import seal
from dressapp.drafts import urls as draft_urls
from dressapp.labs import services as labs

from .parts import Full, Post
from .world import OPEN, READS, WRITES, digest, make_full_case, routes
from .world_teams import ANSWERS, EXPORTS, lowest_role

SECRET = "Wilhelmina Okonkwo"
ABSENT = UUID(int=0xABCDEF)
NOT_OF_A_CASE = {
    "list", "new", "open_file", "lab_meaning", "limits", "add_limit", "removed", "emergency", "emergencies",
    "erasures", "teams", "people", "add_person", "trail", "paper_form",
}  # fmt: skip
ASKS = {
    "search",
    "known",
    "search_trail",
}  # posts that write nothing: their words must not stand in an address
# One person's own: tests/web/drafts sends these as everybody.
DRAFTS = {each.name for each in draft_urls.urlpatterns}
ACCOUNT = (
    {each.name for each in account_urls.urlpatterns}
    | DRAFTS
    | ASKS
    | {"health", "ready", "quick", "proof", "example"}
)


@contextmanager
def undone():
    """Run requests, then take back whatever they wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def address(name: str, post: Post, *, case=None) -> str:
    args = (_like(post.args[0], case), *post.args[1:]) if case and post.args else post.args
    return reverse(f"workspace:{name}", args=args) + post.query


def _like(first, case):
    """Return the id of nothing: a number where the address has one."""
    return 999_999 if isinstance(first, int) else case


@pytest.fixture
def own(user) -> Full:
    return make_full_case(user, "P-own")


@pytest.fixture
def foreign(stranger) -> Full:
    return make_full_case(stranger, "P-foreign", secret=SECRET)


def all_writes():
    return [(name, at) for name, makes in WRITES.items() for at in range(len(makes))]


def all_reads():
    return [(name, at) for name, makes in READS.items() for at in range(len(makes))]


def body_of(response) -> bytes:
    """Return what a person sees, without the id that was asked for."""
    return response.content


@pytest.mark.promise("P15")
def test_every_address_stands_in_the_matrix(db):
    assert routes() == WRITES.keys() | READS.keys() | ACCOUNT


def test_the_requests_of_the_matrix_are_valid(client_in, own):
    for name, at in all_writes():
        post = WRITES[name][at](own)
        with undone():
            response = client_in.post(address(name, post), post.data)
            assert response.status_code == ANSWERS.get(name, 303), (name, at, response.status_code)
    for name, at in all_reads():
        response = client_in.get(address(name, READS[name][at](own)))
        assert response.status_code == 200, (name, at, response.status_code)


@pytest.mark.promise("P15")
def test_the_signed_out_reach_nothing(own):
    client, before = Client(), digest()
    for name, at in all_writes():
        post = WRITES[name][at](own)
        response = client.post(address(name, post), post.data)
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("account_login")), name
    for name, at in all_reads():
        for ask in (client.get, client.head, client.options):
            response = ask(address(name, READS[name][at](own)))
            assert response.status_code == 302, name
            assert response.url.startswith(reverse("account_login")), name
    assert digest() == before
    assert {"health", "ready", "account_login", "account_inactive", "quick", "proof"} == OPEN


@pytest.mark.hazard("H25")
@pytest.mark.promise("P16")
def test_a_foreign_case_looks_like_one_that_does_not_exist(client_in, foreign):
    before = digest()
    asks = [(name, WRITES[name][at](foreign), "post") for name, at in all_writes()]
    asks += [(name, READS[name][at](foreign), "get") for name, at in all_reads()]
    for name, post, method in asks:
        if name in NOT_OF_A_CASE:
            continue
        for send in {method, "post", "get", "head", "options"}:
            data = post.data if send == "post" else {}
            theirs = getattr(client_in, send)(address(name, post), data)
            absent = getattr(client_in, send)(address(name, post, case=ABSENT), data)
            assert theirs.status_code == absent.status_code, (name, send)
            assert theirs.status_code in (404, 405), (name, send)
            assert body_of(theirs) == body_of(absent), (name, send)
            assert SECRET.encode() not in theirs.content, (name, send)
    assert digest() == before


@pytest.mark.hazard("H25")
@pytest.mark.promise("P16")
def test_nothing_of_a_foreign_case_is_listed_or_found(client_in, foreign, own):
    searches = [
        "",
        *(f"?q={seal(words)}" for words in ("P-foreign", "P-")),
        "?drug=sorafenib",
        "?order=patient",
    ]
    by_name = f"?q={seal(SECRET)}"
    for query in (*searches, by_name):
        page = client_in.get(reverse("workspace:list") + query).content.decode()
        assert SECRET not in page or query == by_name  # what was searched for stays in its box
        assert str(foreign.case.pk) not in page
    page = client_in.post(reverse("workspace:known"), {"local_id": "P-foreign"}).content.decode()
    assert SECRET not in page


@pytest.mark.hazard("H13", "H25")
@pytest.mark.promise("P16")
def test_the_rows_of_a_foreign_case_are_not_found_under_an_own_one(client_in, own, foreign):
    """The address names an own case; row ids in the rest of it and in the body are another case's."""
    before = digest()
    for name, at in all_writes():
        theirs, mine = WRITES[name][at](foreign), WRITES[name][at](own)
        rows = theirs.args[1:] if any(isinstance(arg, UUID) for arg in theirs.args[1:]) else ()
        if name == "new" or not rows:
            continue
        gone = tuple(ABSENT if isinstance(arg, UUID) else arg for arg in rows)
        url = reverse(f"workspace:{name}", args=(own.case.pk, *rows)) + theirs.query
        absent_url = reverse(f"workspace:{name}", args=(own.case.pk, *gone)) + theirs.query
        found, absent = client_in.post(url, mine.data), client_in.post(absent_url, mine.data)
        assert (found.status_code, absent.status_code) == (404, 404), name
        assert body_of(found) == body_of(absent), name
    assert digest() == before


ROW_IDS_IN_A_BODY = {
    "add_step": ("step", "id", {"kind": "ivig"}),
    "add_drug": ("course", "id", {"name": "x", "role": "suspect"}),
    "complete_assessment": ("snapshot", "id", {}),
    "save_lab_value": ("result", "result", {"analyte": "alt", "at": "2026-03-14", "value": "66"}),
}


@pytest.mark.hazard("H13", "H25")
@pytest.mark.promise("P16")
def test_a_foreign_row_in_a_body_is_not_touched(client_in, own, foreign):
    before = digest()
    for name, (row, key, data) in ROW_IDS_IN_A_BODY.items():
        for version in ("0", "1", "2", ""):
            body = data | {key: foreign[row].pk, "version": version, "revision": own.case.revision}
            response = client_in.post(reverse(f"workspace:{name}", args=[own.case.pk]), body)
            assert response.status_code == 404, (name, version)
            assert SECRET.encode() not in response.content
    assert digest() == before


def test_a_foreign_row_of_the_score_tab_is_not_touched(client_in, own, foreign):
    before = digest()
    for kind, stands in (("test", "test"), ("virus", "virus"), ("node", "finding")):
        data = {"test": "mycoplasma", "virus": "ebv", "result": "positive", "site": "axillary", "value": "3"}
        url = reverse("workspace:score_save_row", args=[own.case.pk, stands]) + f"?what={kind}"
        for version in (0, 1, 2):
            body = data | {"id": foreign[kind].pk, "version": version}
            assert client_in.post(url, body).status_code == 404, (kind, version)
    assert digest() == before


def test_a_foreign_case_id_makes_no_case(client_in, own, foreign):
    before = digest()
    data = {"id": foreign.case.pk, "local_id": "P-new", "rash_onset_on": "12 Mar 2026"}
    response = client_in.post(reverse("workspace:new"), data)
    assert response.status_code == 404
    assert digest() == before


def test_a_foreign_team_takes_no_case(client_in, own, foreign):
    before_team = foreign.case.team
    data = {"id": uuid4(), "local_id": "P-sneak", "team": before_team.pk, "team_id": before_team.pk}
    with undone():
        client_in.post(reverse("workspace:new"), data)
        assert not before_team.cases.filter(patient__local_id="P-sneak").exists()


def test_deleted_lab_dates_bring_back_own_values_only(client_in, stranger, own, foreign):
    labs.void_date(case=foreign.case, taken_on=foreign["result"].taken_on, taken_time=None, by=stranger)
    before = digest()
    url = reverse("workspace:restore_lab_date", args=[own.case.pk, "2026-03-14"])
    client_in.post(f"{url}?ids={foreign['result'].pk.hex}")
    assert digest() == before


def test_readers_write_nothing(client_for, reader, own):
    client, before = client_for(reader), digest()
    for name, at in all_writes():
        post = WRITES[name][at](own)
        if name != "emergency":
            assert client.post(address(name, post), post.data).status_code == 403, name
    assert digest() == before


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("may_export", [True, False])
def test_a_role_may_what_it_may_and_nothing_else(client_for, reader, own, role, may_export):
    reader.memberships.update(role=role, may_export=may_export)
    client = client_for(reader)
    for name, at in all_writes():
        post = WRITES[name][at](own)
        allowed = may_send(name, role, may_export, writes=True)
        with undone():
            cache.clear()
            answer = client.post(address(name, post), post.data).status_code
            assert answer == (ANSWERS.get(name, 303) if allowed else 403), (name, answer)
    for name, at in all_reads():
        post, allowed = READS[name][at](own), may_send(name, role, may_export, writes=False)
        answer = client.get(address(name, post)).status_code
        assert answer == (200 if allowed else 403) or (answer == 403 and post.query), (name, answer)


def may_send(name, role, may_export, *, writes):
    """Tell whether a role may send a request."""
    if name in EXPORTS:
        return may_export
    order = list(Role)
    return order.index(role) >= order.index(lowest_role(name, writes=writes))


def test_readers_are_offered_no_form(client_for, reader, own):
    client = client_for(reader)
    for name, at in all_reads():
        if name not in EXPORTS and lowest_role(name, writes=False) == Role.READER:
            post = READS[name][at](own)
            response = client.get(address(name, post))
            assert response.status_code == 200 or (response.status_code == 403 and post.query), name
            page = response.content.decode(errors="replace")
            expected = 3 if name in ("emergency", "trail") else 2  # search, sign out
            assert page.count('method="post"') <= expected, (name, at)


def test_reading_changes_nothing(client_in, client_for, reader, own, foreign):
    before = digest()
    for client in (client_in, client_for(reader)):
        for name, at in all_reads():
            url = address(name, READS[name][at](own))
            for ask in (client.get, client.head, client.options):
                assert ask(url).status_code < 500, name
            client.get(url, headers={"HX-Request": "true"})
        for name, at in all_writes():
            post = WRITES[name][at](own)
            client.get(address(name, post), post.data)
            client.head(address(name, post))
            client.options(address(name, post))
    assert digest() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(client_in, own, method):
    before = digest()
    for table in (READS, WRITES):
        for name, makes in table.items():
            response = getattr(client_in, method)(address(name, makes[0](own)))
            assert response.status_code == 405, name
    assert digest() == before


def test_a_write_by_get_and_a_read_by_post_are_refused(client_in, own):
    for name, at in all_writes():
        if name not in READS:
            assert client_in.get(address(name, WRITES[name][at](own))).status_code == 405, name
    for name in READS.keys() - WRITES.keys():
        assert client_in.post(address(name, READS[name][0](own))).status_code == 405, name
