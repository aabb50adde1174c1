"""Every address needs sign-in unless it stands on this short list, and every case keeps strangers out."""

from uuid import UUID

import pytest
from django.urls import URLResolver, get_resolver, reverse

from tests.factories.records import make_case

PUBLIC = {
    "health", "ready", "workspace:quick", "workspace:proof", "account_login", "account_logout",
    "account_inactive", "mfa_authenticate", "mfa_login_webauthn", "mfa_trust",
}  # fmt: skip
EXAMPLES = {"UUIDConverter": UUID(int=7), "IntConverter": 1}
METHODS = ["get", "post", "head", "put", "patch", "delete", "options"]


def addresses(resolver, namespace="", converters=None):
    """Yield the full name and the arguments of each address."""
    for entry in resolver.url_patterns:
        found = (converters or {}) | entry.pattern.converters
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{namespace}{entry.namespace or ''}:".lstrip(":"), found)
        else:
            yield f"{namespace}{entry.name}", found


def example(name, **known):
    """Return an address with the known arguments and made-up others."""
    made_up = {key: EXAMPLES.get(type(kind).__name__, "x") for key, kind in ALL[name].items()}
    return reverse(name, kwargs=made_up | known)


ALL = dict(addresses(get_resolver()))
CLOSED = sorted(set(ALL) - PUBLIC)
OF_A_CASE = sorted(name for name in ALL if "case_id" in ALL[name])


@pytest.mark.promise("P15")
def test_public_list_names_only_what_exists():
    assert set(ALL) >= PUBLIC
    assert OF_A_CASE


@pytest.mark.promise("P15")
@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("method", METHODS)
def test_address_is_closed_when_nobody_signed_in(client, db, name, method):
    response = getattr(client, method)(example(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OF_A_CASE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_cannot_tell_a_case_from_none(client_for, user, stranger, name, method):
    case = make_case(user)
    client = client_for(stranger)
    foreign = getattr(client, method)(example(name, case_id=case.pk))
    absent = getattr(client, method)(example(name))
    assert foreign.status_code in (404, 405)
    assert (foreign.status_code, foreign.content) == (absent.status_code, absent.content)


@pytest.mark.parametrize("name", OF_A_CASE)
def test_reader_changes_nothing(client_for, user, reader, name):
    case = make_case(user)
    assert client_for(reader).post(example(name, case_id=case.pk)).status_code in (403, 404, 405)
