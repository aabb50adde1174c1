"""What the tests of the Labs tab share."""

from django.contrib.messages import get_messages
from django.urls import reverse

HTMX = {"HX-Request": "true"}


def url(case, name="labs", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def page(client, case, query=""):
    """Return the tab's text with single spaces."""
    response = client.get(url(case) + query)
    assert response.status_code == 200
    return text_of(response)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def grid_of(client, case, query=""):
    return client.get(url(case) + query).context["grid"]


def row_of(client, case, analyte, query=""):
    return next(row for row in grid_of(client, case, query).rows if row.analyte == analyte)


def texts(row):
    """Return the cells of a row as the page shows them."""
    return [" / ".join(f"{value.text} {value.unit}".strip() for value in cell.values) for cell in row.cells]


def type_value(client, case, analyte="alt", at="2026-03-12", value="50", result=None, **posted):
    """Type a value into a cell of the grid, as the script does."""
    stored = {"result": result.pk, "version": result.version} if result else {"result": "", "version": "0"}
    data = {"analyte": analyte, "at": at, "value": value} | stored | posted
    return client.post(url(case, "save_lab_value"), data, headers=HTMX)


def save_date(client, case, at="", **posted):
    return client.post(url(case, "save_lab_date"), {"at": at} | posted)


def message_of(response):
    """Return the newest message that waits for the person."""
    return list(get_messages(response.wsgi_request))[-1]


def undo_of(response):
    """Return the address that takes the change back."""
    return message_of(response).extra_tags.partition(" ")[0]
