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
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dressapp.accounts import urls as account_urls
from dressapp.accounts.models import Role, User
from dressapp.cases import selectors
from dressapp.cases.models import Case
from dressapp.core.sealed import seal
from dressapp.drafts import urls as draft_urls
from dressapp.drafts.models import Draft
from dressapp.drafts.services import Typed, keep_draft
from dressapp.workspace import urls as workspace_urls
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.factories.people import make_user
from tests.web.security.parts import Full, Post
from tests.web.security.world import READS, WRITES, make_full_case, routes
from tests.web.security.world_teams import ANSWERS, EXPORTS, GONE, lowest_role

CHECK, NAME, DATABASES, IN_TESTS = "A03", "idor", ("sqlite", "postgres"), False
PROVES = ("P16", "P18", "H13", "H25")
# A person's own account; posts that write nothing, and drafts, which are sent below.
ASKS = {"search", "known", "search_trail"}
DRAFTS = {each.name for each in draft_urls.urlpatterns}
ACCOUNT = (
    {each.name for each in account_urls.urlpatterns}
    | DRAFTS
    | ASKS
    | {"health", "ready", "quick", "proof", "example"}
)
PARTS = {each.name: each.pattern.converters.keys() for each in workspace_urls.urlpatterns}
BY_CASE = {name for name, parts in PARTS.items() if "case_id" in parts}
# These name nothing in their address: they show a person's own, and nothing else.
OF_NO_CASE = {name for name, parts in PARTS.items() if not parts} | {"lab_meaning"}
OF_A_REMOVED_CASE = {"remove_case", "restore_case", "ask_erasure"}  # a lead may
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

    def watch(self, kind: str, *request: Any) -> tuple[Any, int]:
        """Send one request, keep how long it took, and return how many queries it asked besides."""
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            answer = self.ask(*request)
        self.seconds[kind].append(time.perf_counter() - begun)
        return answer, len(queries)

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
    client.get(_url("teams", (), ""))  # the first request of a session also writes when it began
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
        _drafts(run, client, "stranger")


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
        _drafts(run, client, role)


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
        if name not in BY_CASE:
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
            theirs, asked = run.watch("foreign", client, send, _url(name, post.args, post.query), post.data)
            none, asked_of_none = run.watch("absent", client, send, _url(name, absent, post.query), post.data)
            run.expect(asked == asked_of_none, who, send, name, asked, "queries, of none", asked_of_none)
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
    words = ("P-foreign", SECRET, "sorafenib", "P-")
    queries = ["", "?drug=sorafenib", "?order=patient", *(f"?q={seal(each)}" for each in words)]
    hidden = (str(run.foreign.case.pk), NOTE)
    for query in queries:
        answer = run.ask(client, "get", _url("list", (), query), {})
        run.expect(answer.status_code == 200 and not _shown(answer, *hidden), role, "finds by", query)
    for said in ({"local_id": "P-foreign"}, {"local_id": "P-foreign", "team": run.foreign.case.team_id}):
        answer = run.ask(client, "post", _url("known", (), ""), said)
        run.expect(answer.status_code in (200, 403), role, "looks up", answer.status_code)
        run.expect(not _shown(answer, SECRET), role, "is offered a foreign patient")


def _drafts(run: Run, client: Client, who: str) -> None:
    """Nobody keeps a draft in a foreign case, nor puts away or brings back another person's."""
    action = _url("edit_drug", (run.foreign.case.pk, run.foreign["course"].pk), "")
    asks = [
        (
            reverse("drafts:save"),
            {"draft-action": action.replace(str(run.foreign.case.pk), str(pk)), "name": "x"},
        )
        for pk in (run.foreign.case.pk, ABSENT)
    ]
    draft = _foreign_draft(run, action)
    for name in ("discard", "restore"):
        asks += [(reverse(f"drafts:{name}", args=[pk]), {}) for pk in (draft.pk, ABSENT)]
    answers = [run.ask(client, "post", url, data) for url, data in asks]
    for theirs, none in zip(answers[::2], answers[1::2], strict=True):
        run.expect(theirs.status_code == 404, who, "draft", theirs.status_code)
        run.expect(theirs.content == none.content, who, "draft reads otherwise than absent")
    draft.refresh_from_db()
    run.expect(draft.discarded_at is None, who, "discarded a foreign draft")


def _foreign_draft(run: Run, action: str) -> Draft:
    """Return what somebody of the other team has begun to type."""
    by = User.objects.get(username="other")
    typed = Typed(action, {"name": [NOTE], "version": ["1"]}, "Drug", NOTE)
    return keep_draft(typed=typed, case=run.foreign.case, is_last=True, by=by)


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
