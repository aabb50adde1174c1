"""Keep a draft, and put one away or bring it back; the pages themselves put it back into its form."""

from django.urls import path

from . import views

app_name = "drafts"

urlpatterns = [
    path("", views.save_draft, name="save"),
    path("<uuid:draft_id>/discard/", views.discard, name="discard"),
    path("<uuid:draft_id>/restore/", views.restore, name="restore"),
]
