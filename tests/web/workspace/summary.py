"""What the tests of the summary share."""

from django.urls import reverse


def url(case, name="summary", *args):
    return reverse(f"workspace:{name}", args=[case.pk, *args])


def text_of(response):
    return " ".join(response.content.decode().split())


def opened(client, case, query):
    """Open a form and return what it would post as it stands."""
    form = client.get(url(case) + query).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
