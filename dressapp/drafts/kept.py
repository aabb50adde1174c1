"""Which forms are kept while they are filled in, and what tells two forms of one address apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from dressapp.core.fields import strip_control
from dressapp.core.forms import PutBack

LONGEST_ACTION, MOST_FIELDS, MOST_TEXT = 500, 400, 60_000
# Never kept: what only this page may send, and what a person must confirm anew.
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "confirm", "confirmed"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that is kept: the page it stands on and where; its `parts` tell which of several it is.

    A post with none of the fields `needs` comes from another form of the same address. `of` are the parts of
    the address that the page's has as well.
    """

    page: str
    anchor: str
    parts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    of: tuple[str, ...] = ("case_id",)


ROW = "id"  # the id of a row in the form, which counts once the row is stored
FORMS = {
    "workspace:new": Kept("workspace:new", "main"),
    "workspace:save_section": Kept("workspace:summary", "{name}"),
    "workspace:add_step": Kept("workspace:summary", "treatment"),
    "workspace:change_step": Kept("workspace:summary", "treatment"),
    "workspace:add_drug": Kept("workspace:drugs", "new-drug"),
    "workspace:edit_drug": Kept("workspace:drugs", "drug-{course_id}"),
    "workspace:last_day": Kept("workspace:drugs", "drug-{course_id}", needs=("stop",)),
    "workspace:conclude_drug": Kept("workspace:drugs", "drug-{course_id}"),
    "workspace:causality": Kept("workspace:causality", "tab", of=("case_id", "course_id")),
    "workspace:save_hla": Kept("workspace:drugs", "hla", (ROW,), needs=("site",)),
    "workspace:save_lab_value": Kept("workspace:labs", "tab", ("analyte", "at", "result"), needs=("value",)),
    "workspace:save_lab_date": Kept("workspace:labs", "tab", ("at",)),
    "workspace:save_lab_row": Kept("workspace:labs", "tab"),
    "workspace:paste_labs": Kept("workspace:paste_labs", "tab", needs=("text",)),
    "workspace:score_answer": Kept("workspace:score", "item-{item}", needs=("explanation", "since_on")),
    "workspace:score_save_row": Kept("workspace:score", "entry", ("what", ROW), needs=("note",)),
    "workspace:criteria_save_row": Kept("workspace:criteria", "entry", ("what", ROW), needs=("note",)),
    "workspace:save_tracked": Kept("workspace:criteria", "tracker", ("test", ROW), needs=("tested_on",)),
    "workspace:complete_assessment": Kept("workspace:complete_assessment", "tab", needs=("reason",)),
    "workspace:add_limit": Kept("workspace:limits", "panel-title", ("team", "analyte")),
    "workspace:change_limit": Kept("workspace:limits", "panel-title"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sent which form, so that what was kept of it goes when it is saved; or what was only put back."""

    user_id: Any
    key: str
    is_put_back: bool = False


def find_form(action: str) -> ResolverMatch | None:
    """Return what an address leads to if its form is one that is kept."""
    try:
        match = resolve(urlsplit(action).path)
    except (Resolver404, ValueError):
        return None
    return match if match.view_name in FORMS and len(action) <= LONGEST_ACTION else None


def key_of(action: str, fields: Mapping[str, Any]) -> str:
    """Return what names the form that an address and its fields belong to; blank for one that is not kept."""
    match = find_form(action)
    kept = FORMS[match.view_name] if match else None
    if kept is None or (kept.needs and not any(name in fields for name in kept.needs)):
        return ""
    known = QueryDict(urlsplit(action).query).dict() | {name: _last(fields[name]) for name in fields}
    if known.get("version", "0") in ("", "0"):
        known.pop(ROW, None)
    parts = [urlsplit(action).path, *(str(known.get(name, "")) for name in kept.parts)]
    return sha256("\n".join(parts).encode()).hexdigest()


def _last(value: Any) -> str:
    """Return the one value of a field that counts, of a post or of a draft, which has them in a list."""
    return value if isinstance(value, str) else (value or [""])[-1]


def sent_form(request: HttpRequest) -> Sent | None:
    """Return which kept form a request sends, if any."""
    if request.method != "POST":
        return None
    key = key_of(request.get_full_path(), request.POST)
    is_put_back = isinstance(request.POST, PutBack)
    return Sent(request.user.pk, key, is_put_back) if key or is_put_back else None


def typed_fields(posted: QueryDict) -> dict[str, list[str]]:
    """Return the fields of a form that are worth keeping."""
    typed = {name: values for name, values in posted.lists() if name not in LEFT_OUT}
    return {strip_control(name): [strip_control(value) for value in values] for name, values in typed.items()}


def is_too_large(fields: Mapping[str, Iterable[str]]) -> bool:
    """Tell whether a form has more than is kept of one."""
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    return len(fields) > MOST_FIELDS or size > MOST_TEXT


def page_of(action: str) -> str:
    """Return the address of the page that the form of an address stands on."""
    match = _form(action)
    kept = FORMS[match.view_name]
    known = {name: match.kwargs[name] for name in kept.of if name in match.kwargs}
    return reverse(kept.page, kwargs=known)


def parts_of(action: str) -> tuple[str, ...]:
    """Return the fields that tell which of several forms of an address this is."""
    return tuple(name for name in FORMS[_form(action).view_name].parts if name != "what")


def anchor_of(action: str) -> str:
    """Return where on its page the form of an address stands."""
    match = _form(action)
    return FORMS[match.view_name].anchor.format(**match.kwargs).replace(".", "-")


def _form(action: str) -> ResolverMatch:
    """Return what a kept draft's address leads to."""
    match = find_form(action)
    if match is None:
        raise LookupError(f"No kept form has the address {action!r}.")
    return match
