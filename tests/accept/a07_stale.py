"""A07: what changes an input of a case marks its assessment out of date everywhere and stops its signing."""

from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from dressapp.assessments import signatures, standing, versions
from dressapp.assessments import summary as summaries
from dressapp.assessments.models import CaseSummary, Signature
from dressapp.assessments.selectors import get_assessment, get_snapshot_for, standing_of, state_of
from dressapp.assessments.signatures import CannotSign, sign
from dressapp.assessments.standing import OUT_OF_DATE, SIGNED
from dressapp.assessments.versions import present_version
from dressapp.cases.models import Case
from dressapp.workspace import services as workspace
from tests.accept import stale_paths
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.factories.people import PASSWORD, make_user

CHECK, NAME, DATABASES, IN_TESTS = "A07", "stale-score", ("sqlite", "postgres"), True
PROVES = ("H15", "H23", "P09")
LOOKED_AT_EACH, PRINTED_EACH = 3, 30  # every so many paths; then all pages are asked for, and the PDF


def check(database: str) -> Outcome:
    """Change each input by each path, each in a transaction of its own that is taken back."""
    with test_database(database):
        world = World()
        paths = stale_paths.all_paths(world.client, world.full)
        failures = world.walk(paths)
        failures += world.other_rules()
        numbers = {"changed": len(world.changed), "printed": world.printed}
        return Outcome(len(paths) + 1, failures, numbers)


def twin(database: str) -> Outcome:
    """Forget to raise the revision and to score anew."""
    with test_database(database):
        world = World()
        workspace.touch = lambda *, case: None
        workspace.summarise = lambda case: None
        paths = stale_paths.short_paths(world.full)
        return Outcome(len(paths), world.walk(paths))


@contextmanager
def taken_back():
    """Run the block, then take back whatever it wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class World:
    """A signed case, the clinician who changes it, and a colleague who would sign it too."""

    def __init__(self) -> None:
        self.full, self.user = stale_paths.make_signable_case()
        self.colleague = make_user("colleague", team="Ward")
        self.client, self.reading = Client(), Client()
        self.client.force_login(self.user)
        self.reading.force_login(self.colleague)
        self.number = self.first = self._sign()
        self.before = stale_paths.inputs_of(self.full.case.pk)
        self.changed: list[str] = []
        self.printed = 0
        assert state_of(self.case) == SIGNED

    @property
    def case(self) -> Any:
        return Case.objects.select_related("summary", "patient").get(pk=self.full.case.pk)

    def walk(self, paths: list[stale_paths.Path]) -> list[str]:
        """Go every path and return what is wrong after it."""
        found = []
        for path in paths:
            with taken_back():
                before = self._ahead_of(path)
                path.go(self.client)
                is_marked = state_of(self.case) == OUT_OF_DATE
                if is_marked or stale_paths.inputs_of(self.full.case.pk) != before:
                    self.changed.append(path.name)
                    found += [f"{path.name}: {words}" for words in self._wrong(is_marked)]
                elif path.is_sure:
                    found.append(f"{path.name}: nothing changed")
        return found

    def _wrong(self, is_marked: bool) -> list[str]:
        """Look closely where the mark is missing, and at every so many that have it."""
        turn = len(self.changed)
        closely = self.wrong() if not is_marked or turn % LOOKED_AT_EACH == 1 else []
        return closely + (self.pages() if turn % PRINTED_EACH == 1 else [])

    def _ahead_of(self, path: stale_paths.Path) -> str:
        """Return the inputs before a path; what stands in its way is done, completed and signed first."""
        self.number = self.first
        if path.before is None:
            return self.before
        path.before(self.client)
        self.number = self._sign()
        return stale_paths.inputs_of(self.full.case.pk)

    def _sign(self) -> int:
        """Complete and sign the case as it stands; return the number of the version."""
        snapshot = stale_paths.complete(self.full, self.user)
        sign(snapshot=snapshot, meaning="read", by=self.user)
        return snapshot.number

    def wrong(self) -> list[str]:
        """Return where a changed case still looks as it was."""
        case = self.case
        snapshot = get_snapshot_for(case, self.number)
        version = present_version(snapshot, standing_of(case), case)
        said = {
            "the list and the frame say that it stands": state_of(case) == OUT_OF_DATE,
            "history, report and print say that it stands": version.state.stamp == "OUT OF DATE",
            "the list shows an old score as new": self._is_scored_or_marked(case),
            "it could be signed": self._is_refused(snapshot),
        }
        return [words for words, holds in said.items() if not holds]

    def _is_scored_or_marked(self, case: Any) -> bool:
        """Tell whether the summary is what scoring gives now, or says that it is of another revision."""
        stored = CaseSummary.objects.filter(case=case).values().get()
        if (stored["revision"], stored["ruleset"]) != (case.revision, summaries.RULESET):
            return True
        return summaries.summary_of(get_assessment(case)).items() <= stored.items()

    def _is_refused(self, snapshot: Any) -> bool:
        try:
            sign(snapshot=snapshot, meaning="read", by=self.colleague)
        except CannotSign:
            return True
        return False

    def pages(self) -> list[str]:
        """Return the pages and prints that do not say that the version is out of date."""
        self.printed += 1
        case, number = self.full.case.pk, self.number
        words = {
            "history": ([case], "Out of date, signed"),
            "summary": ([case], f"Assessment {number} out of date"),
            "snapshot": ([case, number], "Out of date, signed"),
            "sign_assessment": ([case, number], "It cannot be signed"),
        }
        answers = {name: self._get(name, args) for name, (args, _) in words.items()}
        silent = [f"{name} does not say so" for name, (_, text) in words.items() if text not in answers[name]]
        listed = self._get("list", []).partition(f"/cases/{case}/")[2].partition("</tr>")[0]
        silent += [] if "Out of date" in listed else ["list does not say so"]
        return silent + self._paper()

    def _get(self, name: str, args: list[Any]) -> str:
        return self.reading.get(reverse(f"workspace:{name}", args=args)).content.decode()

    def _paper(self) -> list[str]:
        """Return what is wrong with the file, and with posting the form that signs."""
        from tests.web.reports.paper import pages_of

        address = [self.full.case.pk, self.number]
        pdf = self.reading.get(reverse("workspace:snapshot_pdf", args=address)).content
        silent = [] if all("OUT OF DATE" in page for page in pages_of(pdf)) else ["the PDF does not say so"]
        posted = {"meaning": "reviewer", "password": PASSWORD}
        signed = Signature.objects.filter(case=self.full.case)
        before = signed.count()  # what stands in a path's way was signed ahead of it
        answer = self.reading.post(reverse("workspace:sign_assessment", args=address), posted)
        is_refused = answer.status_code == 409 and signed.count() == before
        return silent + ([] if is_refused else [f"signing answers {answer.status_code}"])

    def other_rules(self) -> list[str]:
        """Return where a version of other rules looks as if it stood."""
        self.number = self.first
        with taken_back(), ExitStack() as stack:
            for module in (standing, versions, signatures, summaries):
                stack.enter_context(stale_paths.patched(module, "RULESET", "regiscar-2027"))
            return [f"other rules: {words}" for words in [*self.wrong(), *self.pages()]]
