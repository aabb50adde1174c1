"""Where hostile texts are stored: a case with a row of everything, a person, a team, a table on its way."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dressapp.accounts.models import Team, User
from tests.factories.people import make_user
from tests.web.security.page_forms import PageForm, entry_forms
from tests.web.security.world import READS, Full, make_full_case

SAVED, CONFLICT, REFUSED = 303, 409, 422
MOST_VERSIONS = 6
TABS = ("summary", "drugs", "labs", "score", "criteria", "timeline", "history", "report")
FILES = {"csv": "csv", "xlsx": "xlsx", "fhir": "fhir"}


@dataclass
class World:
    """A person with a case, a browser of Django's, and the forms in which something can be typed."""

    user: User
    full: Full
    client: Client
    forms: list[PageForm]
    stored: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)


def make_world() -> World:
    """Return a person with a case that has a row of every kind."""
    user = make_user()
    full = make_full_case(user, "P-own")
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return World(user, full, client, _forms_of(client, full))


def _forms_of(client: Client, full: Full) -> list[PageForm]:
    """Return the forms that change a stored row, so that one text takes the place of another."""
    forms = [
        form for form in entry_forms(client, full).values() if form.values.get("version", ["0"]) != ["0"]
    ]
    return [form for form in forms if "intakes" not in form.action]


def store(world: World, text: str) -> list[str]:
    """Type a text into every text field of every form, and return each page that came back."""
    pages: list[str] = []
    for form in world.forms:
        typed = dict.fromkeys(form.texts, text)
        response = _post(world, form, typed, pages)
        if response.status_code == REFUSED:
            refused = set(response.context["form"].errors)
            typed = {name: text for name in form.texts if name not in refused}
            response = _post(world, form, typed, pages)
        if response.status_code == SAVED:
            world.stored |= {f"{form.action[44:]} {name}" for name in typed}
    _rename(world, text)
    return pages + _look_for(world, text) + _bring_in(world, text)


def _look_for(world: World, text: str) -> list[str]:
    """Search for the text, and look it up as a patient's id; return what is shown of it."""
    found = world.client.post(reverse("workspace:search"), {"q": text}, follow=True)
    known = world.client.post(reverse("workspace:known"), {"local_id": text, "name": text})
    return [found.content.decode(), known.content.decode()]


def _post(world: World, form: PageForm, typed: dict[str, str], pages: list[str]) -> Any:
    """Post a form, at the version that is stored by now; another form of the same row raises it too."""
    for _ in range(MOST_VERSIONS):
        response = world.client.post(form.action, form.data(**typed))
        pages.append(response.content.decode())
        if response.status_code != CONFLICT:
            assert response.status_code in (SAVED, REFUSED), (response.status_code, form.action, typed)
            return response
        form.values["version"] = [str(int(form.values["version"][0]) + 1)]
    raise AssertionError(f"no version of {form.action} is taken")


def _rename(world: World, text: str) -> None:
    """Call the person and the team by the text."""
    plain = text.replace("\x00", "")
    User.objects.filter(pk=world.user.pk).update(full_name=plain[:150])
    Team.objects.filter(pk=world.full.case.team_id).update(name=plain[:60])


def _bring_in(world: World, text: str) -> list[str]:
    """Bring the text in as the name of a file, of a test, and as a cell; return what is shown of it."""
    cache.clear()
    table = f"Test;12 Mar 2026\n{text};50\nAST (U/L);{text}\n".encode("utf-8", "replace")
    url = reverse("workspace:paste_labs", args=[world.full.case.pk])
    response = world.client.post(url, {"file": SimpleUploadedFile(f"{text}.csv".replace("/", ""), table)})
    pages = [response.content.decode()]
    if response.status_code == SAVED:
        pages.append(world.client.get(response.url).content.decode())
        with suppress(KeyError):
            world.client.post(f"{response.url.partition('?')[0]}cancel/", {"version": "1"})
    return pages


def addresses(world: World) -> list[str]:
    """Return every address that shows a page: each tab of the case, and each of its forms opened."""
    found = []
    for name, makes in READS.items():
        if not (name.startswith("export") or name.endswith(("_pdf", "_figure", "_form"))):
            for post in (make(world.full) for make in makes):
                found.append(reverse(f"workspace:{name}", args=post.args) + post.query)
    return found


def showing(world: World, text: str) -> list[str]:
    """Return the addresses that show a stored text more often than the frame of every page does."""
    frame = reverse("workspace:paste_labs", args=[world.full.case.pk])
    seen = {url: world.client.get(url).content.decode().count(text) for url in [frame, *addresses(world)]}
    return [url for url, count in seen.items() if count > seen[frame] or url == frame]


def tabs(world: World) -> list[str]:
    """Return the address of the list and of each tab of the case."""
    return ["/", *(reverse(f"workspace:{name}", args=[world.full.case.pk]) for name in TABS)]


def files(world: World, text: str) -> dict[str, bytes]:
    """Return what leaves the case, by kind, the patient's id with it; an hour has only so many turns."""
    cache.clear()
    case = world.full.case
    urls = {kind: reverse("workspace:export_labs", args=[case.pk, kind]) for kind in FILES}
    urls |= {"case": reverse("workspace:export_case", args=[case.pk])}
    told = {"reason": text.replace("\x00", ""), "seen": case.lab_results.live().count()}
    told |= {"is_confirmed": "on", "with_patient": "on"}
    found = {kind: world.client.post(url, told) for kind, url in urls.items()}
    refused = {kind: response.status_code for kind, response in found.items() if response.status_code != 200}
    assert not refused, f"what should leave did not: {refused}"
    return {kind: response.content for kind, response in found.items()}
