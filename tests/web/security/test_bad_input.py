"""Whatever is typed is stored exactly or refused with a message; nothing typed is lost, nothing fails."""

# ruff: noqa: E501, PT017

from copy import deepcopy
from datetime import date
from urllib.parse import urlencode

import pytest
from django import forms as forms_module
from django.core.exceptions import ValidationError
from django.urls import reverse

import dressapp.workspace.urls  # noqa: F401  every form class is known once the addresses are
from dressapp.core.fields import DateField, NumberField, PartialDateField

from .page_forms import PageForm, entry_forms, read_forms
from .parts import Full
from .spellings import DATES, NUMBERS
from .world import READS, WRITES, digest, make_full_case

NUMBER_FIELDS = {
    "dose", "prednisone_equivalent", "creatinine_baseline", "weight", "dose_amount", "lower_limit", "upper_limit",
    "value", "value_alt", "value_ggt",
}  # fmt: skip
UNITS = {"dose_unit": "mg", "creatinine_baseline_unit": "mg/dL", "confirm": "on", "unit": "U/L"}
REFUSED, CONFLICT, SAVED = 422, 409, 303
OPAQUE = {"version", "id", "result", "at", "revision", "seen", "version_alt", "analyte", "answer", "ids"}
KEYS = {"restore_lab_date": ["ids"], "exposure": ["seen", "version"]}
JUNK = ["", "-1", "9" * 5000, "2147483648", "99999999999999999999", "١٢", "²", "x", "\x00", "\ud800x",
        "day1", "0" * 32]  # fmt: skip


@pytest.fixture
def own(user) -> Full:
    return make_full_case(user, "P-own")


@pytest.fixture
def forms(client_in, own) -> dict[str, PageForm]:
    client_in.raise_request_exception = False
    return entry_forms(client_in, own)


MORE_JUNK = ["9" * 5000, "99999999999999999999", "²", "\x00x"]


def is_date(name: str, form: PageForm) -> bool:
    return name in form.texts and (name.endswith("_on") or name in ("start", "stop"))


def is_number(name: str, form: PageForm) -> bool:
    is_row = "/drugs/" in form.action and name == "dose"  # the dose as written there
    return name in NUMBER_FIELDS and not is_row


def shown_again(response, form: PageForm) -> dict[str, list[str]]:
    """Return what the form of the same address holds in the page that came back."""
    forms = [
        each for each in read_forms(response.content.decode()) if each.action.split("?")[0] in form.action
    ]
    values: dict[str, list[str]] = {}
    for each in forms:
        for name, held in each.values.items():
            values.setdefault(name, []).extend(held)
    return values


def refused(client, form: PageForm, typed: dict[str, str]) -> str:
    """Post a form that must be refused; return what is wrong with the answer."""
    response = client.post(form.action, form.data(**typed))
    if response.status_code != REFUSED:
        return f"{response.status_code} for {typed} at {form.action}"
    held = shown_again(response, form)
    for name, text in typed.items():
        if text.strip() and not any(text.strip() in each or text in each for each in held.get(name, ())):
            return f"{name}={text!r} lost at {form.action}: {held.get(name)}"
    if (
        'class="invalid-feedback' not in response.content.decode()
        and "error-summary" not in response.content.decode()
    ):
        return f"no message for {typed} at {form.action}"
    return ""


PAGE_NUMBERS, PAGE_DATES = ("1,500", "1.500", "١٥٠٠"), ("03/04/2026", "2026-02-30", "12 Mar 2099")


def fields_of(forms, kind):
    """Yield each form with its fields of a kind, and what makes the rest of it complete."""
    for form in forms.values():
        names = [name for name in form.values if kind(name, form)]
        if names:
            yield (
                form,
                names,
                {name: text for name, text in UNITS.items() if name in form.choices and name != "unit"},
            )


@pytest.mark.hazard("H02", "H10")
def test_refused_spellings_are_told_and_kept_on_every_page(client_in, forms):
    before, wrong = digest(), []
    for kind, texts in ((is_number, PAGE_NUMBERS), (is_date, PAGE_DATES)):
        for form, names, extra in fields_of(forms, kind):
            wrong += [refused(client_in, form, extra | dict.fromkeys(names, text)) for text in texts]
    assert [problem for problem in wrong if problem] == []
    assert digest() == before


def entry_classes():
    """Return every form class with a number or a date in it, so that a new one is tried without being named."""
    found, left = [], list(forms_module.Form.__subclasses__())
    while left:
        each = left.pop()
        left += each.__subclasses__()
        if each.__module__.startswith("dressapp"):
            found.append(each)
    return found


TODAY = date(2026, 11, 20)


@pytest.mark.hazard("H02", "H10")
@pytest.mark.parametrize("form", entry_classes(), ids=lambda form: form.__name__)
def test_every_field_reads_a_spelling_exactly_or_refuses_it(form):
    for field in form.base_fields.values():
        if isinstance(field, NumberField):
            assert_reads(field, NUMBERS, lambda value: value.canonical)
        elif isinstance(field, DateField | PartialDateField):
            field = deepcopy(field)
            field.today = TODAY
            assert_reads(field, DATES, lambda value: getattr(value, "on", value).isoformat())


def assert_reads(field, spellings, exact):
    for text, meant in spellings.items():
        try:
            value = exact(field.clean(text))
        except ValidationError as refusal:
            assert meant is None, (text, meant)
            assert len(refusal.messages[0]) > 10, text
        else:
            assert value == meant, (text, value)


def test_enough_is_tried():
    assert len(NUMBERS) >= 60
    assert len(DATES) >= 40


TEXTS = {
    "long": "x" * 10_000,
    "nul": "a\x00b",
    "control": "a\x01\x08\x0b\x1f\x7f\x9bb",
    "emoji": "👩🏽‍⚕️💊" * 3,
    "rtl": "abc\u202eevil\u2066\u200f",
    "script": "<script>alert(1)</script>",
    "combining": "e" + "\u0301" * 60,
    "noncharacter": "a\ufffe\uffff\U0010ffffb",
    "surrogate": "a\ud83db",
    "newlines": "a\r\n\r\nb",
    "blank": " \t\u00a0\u2003 ",
    "template": "{{ 7*7 }}{% now %}%(x)s%s{0}",
}


def test_no_text_breaks_a_page(client_in, forms, own):
    wrong = []
    for form in forms.values():
        for what, text in TEXTS.items():
            name_of = dict.fromkeys(form.texts, text)
            body = urlencode(form.data(**name_of), doseq=True, errors="surrogatepass")
            response = client_in.generic(
                "POST", form.action, body, content_type="application/x-www-form-urlencoded"
            )
            if response.status_code not in (REFUSED, CONFLICT, SAVED, 404):
                wrong.append((response.status_code, what, form.action))
            stores = form.texts and not form.action.endswith("/search/")
            if what == "long" and stores and response.status_code != REFUSED:
                wrong.append(("long accepted", form.action))
    assert wrong == []
    for tab in ("summary", "drugs", "labs", "score", "criteria", "timeline", "history", "report"):
        assert client_in.get(reverse(f"workspace:{tab}", args=[own.case.pk])).status_code == 200


def test_bytes_that_are_no_text_break_no_page(client_in, forms):
    before = []
    for form in forms.values():
        for raw in ("%FF%FE", "%ED%A0%80", "%C0%80", "%00", "%F4%90%80%80"):
            body = "&".join([urlencode(form.data(), doseq=True)] + [f"{name}={raw}" for name in form.texts])
            response = client_in.generic(
                "POST", form.action, body, content_type="application/x-www-form-urlencoded"
            )
            if response.status_code >= 500:
                before.append((response.status_code, raw, form.action))
    assert before == []


def test_no_hidden_field_breaks_a_page(client_in, own):
    client_in.raise_request_exception = False
    wrong = []
    for name, makes in WRITES.items():
        for make in makes:
            post = make(own)
            url = reverse(f"workspace:{name}", args=post.args) + post.query
            for field in {*post.data, *KEYS.get(name, ["version"])}:
                for text in MORE_JUNK if field in OPAQUE else ():
                    body = urlencode(post.data | {field: text}, errors="surrogatepass")
                    kind = "application/x-www-form-urlencoded"
                    response = client_in.generic("POST", url, body, content_type=kind)
                    if response.status_code >= 500:
                        wrong.append((name, field, text[:20], response.status_code))
    assert wrong == []


def test_no_address_breaks_a_page(client_in, own):
    client_in.raise_request_exception = False
    wrong = []
    asked = {
        "list": "q course category state drug order page",
        "new": "local_id",
        "summary": "edit step",
        "drugs": "edit last-day conclude",
        "labs": "add on page date row value at result",
        "score": "edit add open",
        "timeline": "lanes",
        "report": "name",
        "lab_meaning": "value unit",
    }
    extra = {"at": {"value": "alt"}, "result": {"value": "alt", "at": "2026-03-14"}, "value": {"unit": "U/L"}}
    for name in ("list", "new", "summary", "drugs", "labs", "score", "timeline", "report", "lab_meaning"):
        args = READS[name][0](own).args
        for key in asked.get(name, "name on page").split():
            for text in MORE_JUNK:
                query = urlencode({key: text} | extra.get(key, {}), errors="surrogatepass")
                response = client_in.get(reverse(f"workspace:{name}", args=args) + f"?{query}")
                if response.status_code >= 500:
                    wrong.append((name, key, text[:20], response.status_code))
    assert wrong == []


PATHS = ["labs/date/{}/delete/", "labs/date/{}/restore/", "labs/row/{}/", "labs/row/{}/remove/", "drugs/asked/{}/",
         "score/answers/{}/", "score/answers/{}/clear/", "score/findings/{}/", "score/rows/{}/", "summary/{}/",
         "history/{}/", "history/{}/report.pdf", "history/{}/timeline.svg"]  # fmt: skip


def test_no_word_in_a_path_breaks_a_page(client_in, own):
    client_in.raise_request_exception = False
    wrong = []
    words = ["x", "9" * 19, "9" * 400, "day8", "2026-02-30", "2026-03-14T9999", "0000-00-00", "organs.", "organs.x", "%00",
             "organs", "..", "constructor", "%F0%9F%92%8A", "a" * 3000]  # fmt: skip
    for path in PATHS:
        for word in words:
            url = reverse("workspace:summary", args=[own.case.pk]) + path.format(word)
            for ask in (client_in.get, client_in.post):
                response = ask(url, {"version": 0, "answer": "yes", "id": own.case.pk})
                if response.status_code >= 500:
                    wrong.append((path, word[:20], ask.__name__, response.status_code))
    assert wrong == []


def test_huge_posts_are_refused(client_in, own):
    url = reverse("workspace:add_drug", args=[own.case.pk])
    before = digest()
    assert client_in.post(url, {f"f{n}": "1" for n in range(1001)}).status_code == 400
    big = {"name": "x" * 2_600_000}
    kind = "application/x-www-form-urlencoded"
    assert client_in.generic("POST", url, urlencode(big), content_type=kind).status_code in (400, 413)
    assert client_in.post(url, big).status_code in (400, 413)
    assert client_in.generic("POST", url, b"{" * 1000, content_type="application/json").status_code == 422
    assert client_in.generic(
        "POST", url, b"junk", content_type="multipart/form-data; boundary=x"
    ).status_code in (400, 422)
    assert client_in.generic("POST", url, b"junk", content_type="multipart/form-data").status_code in (
        400,
        422,
    )
    assert digest() == before
