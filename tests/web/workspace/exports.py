"""Download as a person does: open the form, give a reason, confirm."""

from django.urls import reverse

REASON = "Second opinion of the reference centre"


def address(case, way):
    """Return where a kind of file is asked for."""
    if way == "case":
        return reverse("workspace:export_case", args=[case.pk])
    return reverse("workspace:export_labs", args=[case.pk, way])


def download(client, case, way, **said):
    """Send the form of a download."""
    count = case.lab_results.live().count()
    return client.post(address(case, way), {"reason": REASON, "seen": count, "is_confirmed": "on"} | said)
