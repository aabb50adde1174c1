"""The product's addresses, and the empty page that every time is divided by."""

from django.shortcuts import render
from django.urls import include, path

from dressapp.audit.services import record_view


def show_empty(request):
    """Return an empty signed-in page: the frame, all middleware, and the same view event."""
    record_view(request, "", "empty")
    return render(request, "empty.html")


urlpatterns = [path("empty/", show_empty), path("", include("dressapp.config.urls"))]
