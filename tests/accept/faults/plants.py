"""Faults planted in a running server: middleware that changes the product's code when the server starts."""

from django.http import HttpResponseRedirect

from dressapp.config import middleware
from dressapp.core import services as rows
from dressapp.core import uploads
from dressapp.drugs import services as drugs


class NewIds:
    """Give every drug an id of its own, whatever its form brings."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        add = drugs.add_course
        drugs.add_course = lambda **values: add(**values | {"id": None})

    def __call__(self, request):
        return self.get_response(request)


class NoVersions:
    """Save over whatever was saved meanwhile."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        write = rows._write
        rows._write = lambda row, version, **changes: write(row, row.version, **changes)

    def __call__(self, request):
        return self.get_response(request)


class Forgets:
    """Answer every second save of a conclusion as if it were stored, and store nothing."""

    count = 0

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "POST" and request.path.endswith("/summary/conclusion/"):
            Forgets.count += 1
            if Forgets.count % 2:
                return HttpResponseRedirect("/", status=303)
        return self.get_response(request)


class Brave:
    """Answer as if a save had worked that did not."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        failed = request.method == "POST" and response.status_code == 503
        return HttpResponseRedirect("/", status=303) if failed else response


class Hospitable:
    """Take a request of any length."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        middleware.MAX_BODY = uploads.MAX_BODY = 10**12

    def __call__(self, request):
        return self.get_response(request)
