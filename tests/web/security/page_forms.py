"""Read the forms of a page as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.urls import reverse

from .world import READS

SUBMITS = {"submit", "button", "reset", "image"}


@dataclass
class PageForm:
    """One form: where it is sent, what it would send untouched, and what may be typed into it."""

    action: str
    method: str
    id: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def data(self, **changes: Any) -> dict[str, Any]:
        """Return what is sent, with some fields filled otherwise."""
        sent = {name: held for name, held in self.values.items() if name != "csrfmiddlewaretoken"}
        return sent | changes


class _Reader(HTMLParser):
    """Collect forms with their controls, those outside that name them by `form=` included."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.open: PageForm | None = None
        self.area: tuple[dict[str, Any], list[str]] | None = None
        self.select: dict[str, Any] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "form":
            method = (held.get("method") or "get").lower()
            self.open = PageForm(held.get("action") or "", method, held.get("id") or "")
            self.forms.append(self.open)
        elif tag == "input":
            self._take_input(held)
        elif tag == "textarea":
            self.area = (held, [])
        elif tag == "select":
            self.select = held
        elif tag == "option" and self.select is not None:
            self._take(self.select, "option", held.get("value") or "", "selected" in held)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.area:
            held, text = self.area
            self._take(held, "text", "".join(text).removeprefix("\n"), is_sent=True)
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def _take_input(self, held: dict[str, Any]) -> None:
        kind = (held.get("type") or "text").lower()
        if kind in SUBMITS:
            return
        if kind in ("radio", "checkbox"):
            self._take(held, "option", held.get("value") or "on", "checked" in held)
        else:
            self._take(held, "hidden" if kind == "hidden" else "text", held.get("value") or "", is_sent=True)

    def _take(self, held: dict[str, Any], kind: str, value: str, is_sent: bool) -> None:
        name = held.get("name")
        if not name or "disabled" in held:
            return
        form = self.open
        if held.get("form"):
            form = next((each for each in self.forms if each.id == held["form"]), None)
        if form is None:
            return
        if kind == "option":
            form.choices.setdefault(name, []).append(value)
        elif kind == "text" and name not in form.texts:
            form.texts.append(name)
        if is_sent:
            form.values.setdefault(name, []).append(value)


def read_forms(page: str) -> list[PageForm]:
    """Return every form of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def entry_forms(client: Any, full: Any) -> dict[Any, PageForm]:
    """Return every form of the application in which something can be typed, by its address."""
    found: dict[Any, PageForm] = {}
    for name, makes in READS.items():
        if name.endswith("_pdf") or name.startswith("export_") or name in ("lab_meaning", "paper_form"):
            continue
        for make in makes:
            post = make(full)
            page = client.get(reverse(f"workspace:{name}", args=post.args) + post.query).content.decode()
            for form in read_forms(page):
                is_typed_into = form.texts and form.values.get("analyte") != [""]
                if form.method == "post" and is_typed_into:
                    found.setdefault((form.action, tuple(form.texts)), form)
    return found
