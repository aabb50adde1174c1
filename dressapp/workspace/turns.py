"""How often one person may do what costs much or takes data out, and the page for more than that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dressapp.core.rates import take_turn

MINUTE, HOUR = 60, 60 * 60
TURNS = {"search": (60, MINUTE), "export": (5, HOUR), "pdf": (30, MINUTE), "emergency": (5, HOUR)}


def refuse_too_many(request: HttpRequest, what: str) -> HttpResponse | None:
    """Take one of a person's turns; return the page that says how long to wait where none is left."""
    most, seconds = TURNS[what]
    wait = take_turn(what, request.user, most=most, seconds=seconds)
    if not wait:
        return None
    context = {"minutes": -(-wait // MINUTE)}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
