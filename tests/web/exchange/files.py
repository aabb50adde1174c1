"""Files to take in for tests, without a byte of any format: what a reader would have made of them."""

from dressapp.exchange import services
from dressapp.exchange.files import FileRead
from dressapp.exchange.models import IntakeKind
from dressapp.labs.paste.parts import Sheet

ROWS = (("Test", "2026-03-12"), ("ALT (U/L)", "50"))


def course(**values):
    """Return a drug as a file names it."""
    return {"name": "Sorafenib", "atc": "L01EX02", "role": "suspect", "start": "2026-03-02", **values}


def take_file(case, user, monkeypatch, *, rows=ROWS, courses=(), left_out=(), kind=IntakeKind.FHIR):
    """Return the intake of a file that holds these lines and drugs."""
    sheet = Sheet(rows, "tab", tuple(f"entry {place + 1}" for place in range(len(rows))))
    read = FileRead(kind, sheet, tuple(courses), tuple(left_out))
    monkeypatch.setattr(services, "read_file", lambda name, content: read)
    return services.start_file(case=case, name="bundle.json", content=b"{...}", by=user)
