"""The addresses of one case's many small forms, without looking each of them up."""

from functools import cache
from uuid import UUID

from django.urls import reverse

from dressapp.cases.models import Case

NO_CASE = UUID(int=0)
NO_KEY = "key"


@cache
def _pattern(name: str) -> str:
    """Return the address of no case and no key."""
    return reverse(f"workspace:{name}", args=[NO_CASE, NO_KEY])


def address_of(name: str, case: Case, key: str) -> str:
    """Return the address of one item, organ or finding of a case; `key` is an id of ours."""
    return _pattern(name).replace(str(NO_CASE), str(case.pk)).replace(f"/{NO_KEY}/", f"/{key}/")
