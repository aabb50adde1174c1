"""Every page of the application, for a full and an empty case: accessible, narrow, and without scripts."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import expect

from dressapp.accounts.models import Role
from dressapp.assessments.selectors import get_assessment
from dressapp.assessments.snapshots import save_snapshot
from dressapp.cases.models import Case
from dressapp.cases.services import void_case
from dressapp.cases.services_emergency import open_in_emergency
from dressapp.cases.services_erasure import request_erasure
from dressapp.core.sealed import seal
from dressapp.exchange.case_file import loads
from dressapp.exchange.importer import import_case
from dressapp.exchange.management.commands.demo import SHIPPED
from dressapp.exchange.services import start_paste
from dressapp.reports.printing import compose
from tests.browser import steps
from tests.browser.conftest import PHONE, WIDE
from tests.factories.people import make_user
from tests.factories.records import make_case

# Each page by the name of its address: its main heading, and the further states that its address opens.
# What a tab's own tests look at for violations is only opened here.
FORMS = ("patient", "course", "background", "outcome", "conclusion")
PAGES = {
    "workspace:list": ("Cases", (f"?q={seal('nobody')}", "?course=closed")),
    "workspace:new": ("New case", ()),
    "workspace:open_file": ("Open a case file", ()),
    "workspace:summary": ("Summary", (*(f"?edit={name}" for name in FORMS), "?step=new")),
    "workspace:drugs": ("Drugs", ("?hla=new",)),
    "workspace:causality": ("its part in the reaction", ()),
    "workspace:labs": ("Laboratory results", ()),
    "workspace:paste_labs": ("Paste a table or open a file", ()),
    "workspace:intake": ("Table pasted on", ("?change=t0", "?change=d0")),
    "workspace:score": ("RegiSCAR items", ("?open=skin", "?open=tests", "?add=node")),
    "workspace:limits": ("Site’s limits", ("?add=alt",)),
    "workspace:criteria": ("Criteria", ("?open=tests", "?add=erosions_surface")),
    "workspace:timeline": ("Timeline", ("?lanes=creatinine&lanes=alt",)),
    "workspace:history": ("Assessments", ()),
    "workspace:compare": ("Compare", ("?from=1&to=1", "?from=1&to=now")),
    "workspace:complete_assessment": ("the assessment", ()),
    "workspace:sign_assessment": ("Sign assessment 1", ()),
    "workspace:case_changes": ("All changes of this case", ("?kind=result",)),
    "workspace:row_changes": ("History: Course", ()),
    "workspace:trail": ("Audit trail", ("?what=changes", "?since=1+Mar")),
    "workspace:snapshot": ("Assessment 1", ("?name=no",)),
    "workspace:report": ("Report as it stands", ("?name=no",)),
    "workspace:export_labs": ("Results as CSV", ()),
    "workspace:export_case": ("Whole case as case file", ()),
    "workspace:remove_case": ("Remove the case of", ()),
    "workspace:removed": ("Removed cases", ()),
    "workspace:restore_case": ("Restore the case of", ()),
    "workspace:ask_erasure": ("Ask for the erasure of", ()),
    "workspace:erasures": ("Erasures", ()),
    "workspace:erasure": ("Erasure of P-removed", ()),
    "workspace:emergency": ("Emergency access", ()),
    "workspace:emergencies": ("Emergency access to review", ()),
    "workspace:teams": ("Your teams", ()),
    "workspace:people": ("People", ()),
    "workspace:add_person": ("Add a person", ()),
    "workspace:change_person": ("Dr Colleague in Ward", ()),
    "account_logout": ("Sign out?", ()),
    "account_inactive": ("This account is closed", ()),
    "account_login": ("Sign in", ()),
    "workspace:quick": ("Quick score", ()),
    "workspace:proof": ("Proof", ()),
    "mfa_index": ("Your account", ()),
    "mfa_activate_totp": ("Set up an authenticator app", ()),
    "mfa_add_webauthn": ("Add a passkey", ()),
    "mfa_list_webauthn": ("Passkeys", ()),
    "mfa_generate_recovery_codes": ("Make new recovery codes?", ()),
    "account_reauthenticate": ("Is it you?", ()),
    "account_change_password": ("Change the password", ()),
    "usersessions_list": ("Where you are signed in", ()),
}
NO_PAGES = {"workspace:lab_meaning", "workspace:intake_progress", "workspace:report_pdf",
            "workspace:snapshot_pdf", "workspace:report_figure", "workspace:snapshot_figure", "health",
            "ready", "session_left", "workspace:paper_form"}  # fmt: skip
# Steps of signing in and changing factors that need one: test_account.py goes through them.
STEPS = {"mfa_authenticate", "mfa_login_webauthn", "mfa_trust", "mfa_deactivate_totp", "mfa_remove_webauthn",
         "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_view_recovery_codes"}  # fmt: skip
OUTSIDE = {"account_login"}  # shown only to somebody who has not signed in
SAMPLES = {"pk": 1, "number": 1, "membership_id": 1, "analyte": "wbc", "item": "fever", "kind": "contrast",
           "finding": "facial_oedema", "name": "course", "key": "2015-03-12"}  # fmt: skip
TABLE = "\tDay 1\tDay 3\nWBC\t7730\t6800\nAST (IU/L)\t5O\t109\nMystery factor\t3\t4\n"
ASIDE = ("/csv", "/case.json", "/remove/", "/erase/")  # pages of a case beside its tabs
NO_ID = "00000000-0000-0000-0000-000000000000"
OTHER_SCHEME = {"light": "dark", "dark": "light"}


def routes(resolver=None, namespace=""):
    """Return every named address with the names of its parts."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from routes(entry, namespace + inner)
        else:
            yield f"{namespace}{entry.name}", tuple(entry.pattern.converters)


def test_no_page_is_missing_in_the_table(user):
    client = Client()
    client.force_login(user)
    parts = {name: needed for name, needed in routes() if name not in NO_PAGES.union(PAGES, STEPS)}
    assert parts
    for name, needed in parts.items():
        address = reverse(name, kwargs={part: SAMPLES.get(part, NO_ID) for part in needed})
        assert client.get(address, secure=True).status_code == 405, f"{name} is a page that no test opens"


@pytest.fixture
def user(user):
    """Return an administrator of the team: every page is open to that role."""
    user.memberships.update(role=Role.ADMINISTRATOR)
    return user


def with_team(case, user):
    """Let a team have a colleague, an access to review, and a removed case that is to be erased."""
    colleague = make_user(f"colleague-{uuid4().hex[:8]}", team=case.team.name)
    removed = make_case(user, local_id="P-removed")
    void_case(case=removed, version=1, revision=removed.revision, why="Entered twice", by=user)
    request_id = request_erasure(patient=removed.patient, reason="Asked for", by=colleague)
    open_in_emergency(cases=[case], reason="Unconscious", minutes=60, by=colleague)
    case.of_team = {"membership_id": colleague.memberships.get().pk, "request_id": request_id}
    case.removed_id = removed.pk
    return case


@pytest.fixture
def full(user, team):
    """Return the shipped case with a saved assessment."""
    with transaction.atomic():
        case = import_case(loads(SHIPPED.read_text(encoding="utf-8")), team=team, by=user)
    save_snapshot(case=case, revision=case.revision, present=report_of(case), by=user)
    start_paste(case=case, text=TABLE, by=user)
    return with_team(case, user)


def report_of(case):
    return lambda assessment: compose(case, assessment, now=timezone.localtime())


@pytest.fixture
def empty(user):
    """Return a case with nothing but its patient, and a saved assessment of that."""
    case = make_case(user, local_id="P-2", rash_onset_on=None)
    assert get_assessment(case)
    save_snapshot(case=case, revision=case.revision, present=report_of(case), by=user)
    start_paste(case=case, text=TABLE, by=user)
    return with_team(case, user)


@pytest.fixture
def case(request):
    """Return the case that the test asks for."""
    return request.getfixturevalue(request.param)


BOTH_CASES = pytest.mark.parametrize("case", ["full", "empty"], indirect=True)


def addresses(case, *, with_states=True):
    """Return the addresses of all pages, with the main heading of each."""
    for name, (heading, states) in PAGES.items():
        if name not in OUTSIDE:
            yield from (
                (address + state, heading) for address, state in spell(name, case, states, with_states)
            )


def spell(name, case, states, with_states):
    """Return the address of one page for a case with each of its states; none of a drug if there is none."""
    needed, drug = dict(routes())[name], case.drug_courses.first()
    if "course_id" in needed and drug is None:
        return []
    known = {"case_id": case.pk, "number": 1, "intake_id": case.intakes.get().pk, "row_id": case.pk}
    known |= {"kind": "course" if name == "workspace:row_changes" else "csv"}
    known |= case.of_team | ({"case_id": case.removed_id} if name == "workspace:restore_case" else {})
    known |= {"course_id": drug.pk} if drug else {}
    address = reverse(name, kwargs={part: known[part] for part in needed})
    return [(address, state) for state in ("", *(states if with_states else ()))]


@BOTH_CASES
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_every_page_is_accessible_and_fits(open_window, sign_in, case, axe, size, scheme):
    window = open_window(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    window.goto(reverse("account_login"))
    check(window, axe, scheme)
    sign_in(window)
    for address, heading in addresses(case, with_states=False):
        window.goto(address)
        expect(window.get_by_role("heading", level=1)).to_contain_text(heading)
        check(window, axe, scheme)


def check(window, axe, scheme):
    """Look for violations in both colour schemes, and for a page wider than the window."""
    window.emulate_media(color_scheme=scheme)
    axe(window)
    window.emulate_media(color_scheme=OTHER_SCHEME[scheme])
    axe(window, ["color-contrast"])
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), window.url


@BOTH_CASES
def test_every_page_works_without_javascript(nojs, sign_in, case):
    assert nojs.goto(reverse("account_login")).status == 200
    sign_in(nojs)
    for address, heading in addresses(case):
        assert nojs.goto(address).status == (422 if "since=1+Mar" in address else 200), address
        expect(nojs.get_by_role("heading", level=1)).to_contain_text(heading)
        assert nojs.locator("form[method=post]:not([action])").count() == 0 or "account" in address
        assert_rail(nojs, case)


def assert_rail(window, case):
    """See the score on every tab of a case."""
    if str(case.pk) in window.url and not window.url.endswith(ASIDE):
        expect(window.locator("#rail")).to_contain_text("RegiSCAR")


def test_an_answer_a_day_and_a_saved_assessment_go_through_without_javascript(nojs, sign_in, full):
    sign_in(nojs, path=f"/cases/{full.pk}/score/")
    expect(nojs.locator("#rail-title")).to_contain_text("RegiSCAR 6")
    nojs.locator("#item-lymph_nodes-yes").click()
    expect(nojs.locator("#rail-title")).to_contain_text("RegiSCAR 7")
    assert nojs.url.endswith("/score/#item-lymph_nodes")
    nojs.goto(f"/cases/{full.pk}/?edit=course")
    nojs.get_by_label("Discharged").fill("day 20")
    nojs.get_by_role("button", name="Save", exact=True).click()
    expect(nojs.locator("#course")).to_contain_text("day 20")
    steps.go_to(nojs, "History")
    nojs.get_by_role("button", name="Complete the assessment").click()
    expect(nojs.get_by_role("heading", name="Assessment 2")).to_be_visible()
    assert Case.objects.get(pk=full.pk).snapshots.count() == 2


@pytest.mark.parametrize("address", ["/nowhere/", f"/cases/{NO_ID}/"])
def test_a_page_that_is_not_there_says_so_accessibly(page, sign_in, axe, address):
    sign_in(page)
    assert page.goto(address).status == 404
    axe(page)
