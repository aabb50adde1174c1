"""What the tests of pasted tables and files share."""

import re
from datetime import date

from dressapp.exchange.intakes import digest_of, read_intake
from dressapp.exchange.models import Intake
from tests.factories.records import make_case
from tests.web.workspace.labs import url

TODAY = date(2026, 11, 22)
TABLE = """\t12 Mar 2015\t14 Mar 2015
WBC (/uL)\t7,730\t6,800
Eosinophil (%)\t9.7\t12.9
AST (IU/L)\t50\t109
"""
# One cell that no number can be read from, and a line whose test nobody knows.
PROBLEMS = """\t12 Mar 2015\t14 Mar 2015
AST (IU/L)\t50\t1O9
Mystery factor (U/L)\t3\t4
"""


def make_ward_case(user, **values):
    """Return a case with the days that counted days are counted from."""
    days = {
        "rash_onset_on": date(2015, 3, 10),
        "admission_on": date(2015, 3, 12),
        "discharge_on": date(2015, 4, 2),
    }
    return make_case(user, **(days | values))


def paste(client, case, text=TABLE, **headers):
    """Paste a text; return the answer."""
    return client.post(url(case, "paste_labs"), {"text": text}, **headers)


def pasted(client, case, text=TABLE):
    """Paste a text that is taken in; return its intake."""
    response = paste(client, case, text)
    assert response.status_code == 303, response.context["form"].errors
    return Intake.objects.get(pk=re.search(r"intakes/([0-9a-f-]{36})/", response["Location"])[1])


def intake_url(intake, name="intake", query=""):
    return url(intake.case, name, intake.pk) + query


def preview_of(client, intake, query=""):
    """Return the preview that the page shows."""
    return client.get(intake_url(intake, query=query)).context["preview"]


def say(client, intake, query="", **fields):
    """Post what a person says of a table, at the version of the page; names have _ for -."""
    intake.refresh_from_db()
    data = {"version": intake.version} | {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(intake_url(intake, query=query), data)


def confirm(client, intake, **fields):
    """Press the button that stores, as the page shows it now."""
    intake.refresh_from_db()
    reading = read_intake(intake, case=intake.case, today=TODAY)
    data = {"version": intake.version, "digest": digest_of(reading)} | fields
    return client.post(intake_url(intake, "confirm_intake"), data)
