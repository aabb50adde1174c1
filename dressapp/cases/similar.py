"""Patients whose id or name is nearly the one that somebody types: the wrong one is easily taken."""

import re
from typing import Any

from rapidfuzz import fuzz, utils
from rapidfuzz.distance import OSA

from .models import Patient

MOST = 3
ALIKE = 90  # of 100, in whatever order the words stand: Larsen, Kim and Kim Larssen
SHORTEST = 4  # of shorter ids, 12 and 21 are neighbours and no slip
SEPARATORS = re.compile(r"[\W_]+")
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
LOOK_ALIKE = str.maketrans("oil", "011")


def list_similar(*, team: Any, local_id: str, name: str = "") -> list[Patient]:
    """Return the team's patients with another id that looks the same, or with nearly the same name."""
    rows = Patient.objects.filter(team=team).exclude(local_id__iexact=local_id)
    found = [
        pk
        for pk, other_id, other_name in rows.values_list("pk", "local_id", "name").order_by("local_id")
        if is_similar_id(local_id, other_id) or is_similar_name(name, other_name)
    ]
    return list(Patient.objects.filter(pk__in=found[:MOST]).order_by("local_id")) if found else []


def is_similar_id(one: str, other: str) -> bool:
    """Tell whether two ids differ by what eyes pass over: separators, zeros in front, O or 0, a swap."""
    first, second = _plain(one), _plain(other)
    if first == second:
        return True
    is_long = min(len(first), len(second)) >= SHORTEST
    return is_long and sorted(first) == sorted(second) and OSA.distance(first, second) == 1


def _plain(local_id: str) -> str:
    """Return an id without what eyes pass over."""
    joined = SEPARATORS.sub("", local_id.casefold()).translate(LOOK_ALIKE)
    return LEADING_ZEROS.sub("", joined)


def is_similar_name(one: str, other: str) -> bool:
    """Tell whether two names are nearly the same; nothing is like a name that was left out."""
    if not one or not other:
        return False
    return fuzz.token_sort_ratio(one, other, processor=utils.default_process) >= ALIKE
