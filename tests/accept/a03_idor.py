"""A03: every address, as everybody, with the ids of everybody: nobody sees or changes what is not theirs."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from dressapp.accounts import urls as account_urls
from dressapp.accounts.models import Role
from dressapp.cases import selectors
from dressapp.cases.models import Case
from dressapp.core.sealed import seal
from dressapp.drafts import urls as draft_urls
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.factories.people import make_user
from tests.web.security.parts import Full, Post
from tests.web.security.world import READS, WRITES, make_full_case, routes
from tests.web.security.world_teams import ANSWERS, EXPORTS, GONE, lowest_role

CHECK, NAME, DATABASES, IN_TESTS = "A03", "idor", ("sqlite", "postgres"), False
PROVES = ("P16", "P18", "H13", "H25")
# One person's own: tests/web/drafts sends these as everybody.
DRAFTS = {each.name for each in draft_urls.urlpatterns}
OWN = {each.name for each in account_urls.urlpatterns} | DRAFTS
ACCOUNT = OWN | {"health", "ready", "example", "search", "known"}
# These name no case in their address: they show a person's own, and nothing else.
OF_NO_CASE = {
    "list", "new", "open_file", "lab_meaning", "limits", "add_limit", "removed", "emergency", "emergencies",
    "erasures", "teams", "people", "add_person", "paper_form",
}  # fmt: skip
OF_A_REMOVED_CASE = {"remove_case", "restore_case", "ask_erasure"}  # a lead may
NOT_BY_CASE = {
    "review_emergency", "erasure", "approve_erasure", "close_erasure", "change_person", "set_active",
    "change_limit", "undo_limit", "remove_limit", "restore_limit",
}  # fmt: skip
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
OWN_SECRET, SECRET, NOTE = "Berenike Solveig", "Wilhelmina Okonkwo", "Zinnober-Vermerk"
ABSENT, NOBODY = UUID(int=0xABCDEF), 999_999
REFUSED, ODDLY_SLOW = (403, 404, 405), 1.5


@dataclass
class Run:
    """What was asked and what was wrong with the answers."""

    own: Full
    foreign: Full
    n: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"foreign": [], "absent": []})

    def ask(self, client: Client, method: str, url: str, data: dict[str, Any]) -> Any:
        """Send one request."""
        self.n += 1
        cache.clear()
        return getattr(client, method)(url, data if method == "post" else {})

    def expect(self, right: bool, *what: Any) -> None:
        """Keep what is wrong."""
        if not right:
            self.failures.append(" ".join(map(str, what)))


def check(database: str) -> Outcome:
    """Send every request of the matrix as each of six people."""
    with test_database(database):
        run = _begin()
        missing = routes() ^ (WRITES.keys() | READS.keys() | ACCOUNT)
        run.expect(not missing, "addresses that the matrix does not know, or that are gone:", sorted(missing))
        _as_anonymous(run)
        _as_stranger(run)
        for role in Role:
            _as_member(run, role)
        ratio = statistics.median(run.seconds["foreign"]) / statistics.median(run.seconds["absent"])
        run.expect(
            1 / ODDLY_SLOW < ratio < ODDLY_SLOW, "foreign takes", round(ratio, 2), "× as long as absent"
        )
        numbers = {"addresses": len(routes()), "foreign_to_absent": round(ratio, 2)}
        return Outcome(run.n, run.failures, numbers)


def twin(database: str) -> Outcome:
    """Forget the team where a case is read: a stranger must be seen to get in."""
    everybody = selectors.as_member

    def forget_the_team(cases: Any, user: Any) -> Any:
        case = cases.first()
        member = case.team.memberships.first().user if case else user
        return everybody(cases, member)

    selectors.as_member = forget_the_team
    try:
        with test_database(database):
            run = _begin()
            _with_foreign_ids(run, _client("twin", "Third ward"), "stranger")
            return Outcome(run.n, run.failures)
    finally:
        selectors.as_member = everybody


def _begin() -> Run:
    """Return two teams, each with a case that has a row of every kind."""
    own = make_user("own", team="Ward", role=Role.ADMINISTRATOR)
    other = make_user("other", team="Elsewhere", role=Role.ADMINISTRATOR)
    foreign = make_full_case(other, "P-foreign", secret=SECRET, note=NOTE)
    return Run(make_full_case(own, "P-own", secret=OWN_SECRET), foreign)


def _client(name: str, team: str, role: Role = Role.CLINICIAN) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(name, team=team, role=role, may_export=role != Role.READER))
    return client


def _requests(full: Full) -> Iterator[tuple[str, str, Post]]:
    """Yield every valid request: the name of its address, its method, and what it sends."""
    for table, method in ((WRITES, "post"), (READS, "get")):
        for name, makes in table.items():
            for make in makes:
                yield name, method, make(full)


def _url(name: str, args: tuple[Any, ...], query: str) -> str:
    return reverse(f"workspace:{name}", args=args) + query


def _absent(arg: Any) -> Any:
    """Return the id of nothing of the same kind; words and days stay."""
    if isinstance(arg, UUID):
        return ABSENT
    return NOBODY if isinstance(arg, int) else arg


def _shown(response: Any, *secrets: str) -> list[str]:
    """Return the words in an answer that nobody was to see; a PDF is searched as it is sent."""
    return [word for word in secrets if word.encode() in response.content]


@contextmanager
def _taken_back() -> Iterator[None]:
    """Run requests, and take back whatever they wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _as_anonymous(run: Run) -> None:
    """Nobody gets further than the sign-in page."""
    client = Client(raise_request_exception=False)
    for name, method, post in _requests(run.own):
        for send in METHODS:
            answer = run.ask(client, send, _url(name, post.args, post.query), post.data)
            is_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
            run.expect(is_sign_in, "anonymous", send, name, answer.status_code)
            run.expect(not _shown(answer, OWN_SECRET, GONE), "anonymous sees", name, method)


def _as_stranger(run: Run) -> None:
    """A clinician of a third team: every case is foreign."""
    client = _client("stranger", "Third ward")
    _with_foreign_ids(run, client, "stranger")
    before = _digest(run.own)
    with _taken_back():
        for name, method, post in _requests(run.own):
            if name in OF_NO_CASE:
                answer = run.ask(client, method, _url(name, post.args, post.query), post.data)
                run.expect(answer.status_code < 500, "stranger", method, name, answer.status_code)
                run.expect(not _shown(answer, OWN_SECRET, GONE), "stranger sees", name)
        run.expect(_digest(run.own) == before, "a stranger changed something of the ward")


def _as_member(run: Run, role: Role) -> None:
    """A member of the own team in one role."""
    client = _client(f"member-{role}", "Ward", role)
    _with_own_ids(run, client, role)
    _with_the_removed_case(run, client, role)
    before = _digest(run.foreign)
    with _taken_back():
        _with_foreign_ids(run, client, role)
        _with_foreign_rows(run, client, role)
        _searches(run, client, role)
        run.expect(_digest(run.foreign) == before, role, "changed something of a foreign case")


def _may(role: Role, name: str, method: str) -> bool:
    """Tell whether a role may send a request."""
    order = list(Role)
    lowest = lowest_role(name, writes=method == "post")
    return role != Role.READER if name in EXPORTS else order.index(role) >= order.index(lowest)


def _with_own_ids(run: Run, client: Client, role: Role) -> None:
    """Each valid request by each method: what the role may is answered, the rest refused."""
    for name, method, post in _requests(run.own):
        for send in METHODS:
            with _taken_back():
                answer = run.ask(client, send, _url(name, post.args, post.query), post.data)
            what = (role, send, name, answer.status_code)
            if send == method:
                good = ANSWERS.get(name, 303) if method == "post" else 200
                allowed = {good} if _may(role, name, method) else {403}
                allowed |= {403} if post.query and method == "get" else set()
                run.expect(answer.status_code in allowed, *what)
            elif send not in ("get", "head", "post"):
                run.expect(answer.status_code in REFUSED or send == "options", *what)
            else:
                run.expect(answer.status_code < 500, *what)
            run.expect(not _shown(answer, SECRET, NOTE), *what, "shows a foreign case")


def _with_the_removed_case(run: Run, client: Client, role: Role) -> None:
    """A removed case is there for who may bring it back, on its own pages, and for nobody else."""
    leads = _may(role, "removed", "get")
    for name, method, post in _requests(run.own):
        if name in OF_NO_CASE | NOT_BY_CASE:
            continue
        url = _url(name, (run.own["removed"].pk, *post.args[1:]), post.query)
        with _taken_back():
            answer = run.ask(client, method, url, post.data)
        if leads and name in OF_A_REMOVED_CASE:
            run.expect(answer.status_code in (200, 303, 422), role, method, name, "of a removed case")
            continue
        run.expect(answer.status_code in REFUSED, role, method, name, answer.status_code, "of a removed case")
        run.expect(not _shown(answer, GONE), role, method, name, "shows a removed case")


def _with_foreign_ids(run: Run, client: Client, who: str) -> None:
    """The address names a foreign case, or one that does not exist: both answers are the same."""
    for name, _, post in _requests(run.foreign):
        if name in OF_NO_CASE:
            continue
        absent = tuple(_absent(arg) if at == 0 else arg for at, arg in enumerate(post.args))
        for send in METHODS:
            answers = {}
            for kind, args in (("foreign", post.args), ("absent", absent)):
                begun = time.perf_counter()
                answers[kind] = run.ask(client, send, _url(name, args, post.query), post.data)
                run.seconds[kind].append(time.perf_counter() - begun)
            theirs, none = answers["foreign"], answers["absent"]
            is_refused = theirs.status_code in REFUSED or (
                send == "options" and theirs.status_code == 200 and not theirs.content
            )
            run.expect(is_refused, who, send, name, theirs.status_code)
            run.expect(theirs.status_code == none.status_code, who, send, name, "differs from absent")
            run.expect(theirs.content == none.content, who, send, name, "reads otherwise than absent")
            run.expect(not _shown(theirs, SECRET, NOTE), who, send, name, "shows a foreign case")


def _with_foreign_rows(run: Run, client: Client, role: Role) -> None:
    """The address names the own case; the rest of it, its query and its body name foreign rows."""
    for (name, method, mine), (_, _, theirs) in zip(_requests(run.own), _requests(run.foreign), strict=True):
        nested = _url(name, (*mine.args[:1], *theirs.args[1:]), mine.query)
        foreign_query = _url(name, mine.args, theirs.query)
        for place, url, data in (
            ("nested row", nested, mine.data),
            ("query", foreign_query, mine.data),
            ("body", _url(name, mine.args, mine.query), theirs.data),
        ):
            with transaction.atomic():
                answer = run.ask(client, method, url, data)
            run.expect(answer.status_code < 500, role, name, answer.status_code, "foreign id in", place)
            seen = _shown(answer, SECRET, NOTE)
            run.expect(not seen, role, name, "shows", seen, "by a foreign id in the", place)


def _searches(run: Run, client: Client, role: Role) -> None:
    """Nothing foreign is listed, found, or offered."""
    listed = str(run.foreign.case.pk)
    for query in (
        "",
        f"?q={seal('P-foreign')}",
        f"?q={seal(SECRET)}",
        f"?q={seal('sorafenib')}",
        "?drug=sorafenib",
        "?order=patient",
        "?page=2",
    ):
        answer = run.ask(client, "get", _url("list", (), query), {})
        run.expect(answer.status_code == 200 and not _shown(answer, listed, NOTE), role, "finds by", query)
    answer = run.ask(client, "post", _url("known", (), ""), {"local_id": "P-foreign"})
    run.expect(not _shown(answer, SECRET), role, "is offered a foreign patient")


def _digest(full: Full) -> str:
    """Return all that is stored of a case, its patient, its team and the rows that belong to them."""
    found = [_rows(model, full) for model in apps.get_models() if model.__module__.startswith("dressapp")]
    removed = Case.objects.filter(pk=full["removed"].pk).values().get()
    return repr([sorted(map(repr, rows)) for rows in found] + [removed])


def _rows(model: type[Model], full: Full) -> list[dict[str, Any]]:
    """Return the rows of a kind that belong to a case or to its team."""
    if model._meta.label == "audit.Event":
        return []
    names = {each.attname for each in model._meta.fields}
    which = {"case_id": full.case.pk} if "case_id" in names else {"team_id": full.case.team_id}
    rows = model._default_manager.filter(**which) if which.keys() & names else model._default_manager.none()
    return list(rows.values())
