"""Tables to take in for tests, and the steps from a text to a stored case."""

from datetime import date

from dressapp.exchange import services
from dressapp.exchange.intakes import choices_of, digest_of, read_intake
from dressapp.labs.models import LabResult
from dressapp.labs.paste.parts import Choices
from dressapp.workspace.services import changing

TODAY = date(2026, 11, 22)
TABLE = "Test\t2026-03-12\t2026-03-14\nALT (U/L)\t50\t61\nAST (U/L)\t40\t<5"


def paste(case, user, text=TABLE, **choices):
    """Return a pasted table with what was declared of it."""
    intake = services.start_paste(case=case, text=text, by=user)
    return declare(case, user, intake, **choices) if choices else intake


def declare(case, user, intake, **choices):
    """Return the intake with these choices besides those made before."""
    stored = choices_of(intake).as_json()
    chosen = Choices.from_json({**stored, **choices})
    return services.save_choices(case=case, intake=intake, version=intake.version, choices=chosen, by=user)


def reading_of(case, intake):
    """Return what the page of a preview shows."""
    return read_intake(intake, case=case, today=TODAY)


def confirm(case, user, intake, **given):
    """Store what the preview shows, as the page does."""
    shown = {"version": intake.version, "digest": digest_of(reading_of(case, intake)), "today": TODAY}
    with changing(case):
        return services.confirm(case=case, intake=intake, by=user, **{**shown, **given})


def undo(case, user, intake):
    """Take an import back, as the page does."""
    with changing(case):
        return services.undo(case=case, intake=intake, by=user)


def live(case):
    """Return the case's results in the order of their cells."""
    return LabResult.objects.live().filter(case=case).order_by("analyte", "taken_on", "value_canonical")


def values(case):
    """Return test, day and value of each result."""
    return list(live(case).values_list("analyte", "taken_on", "value_raw"))
