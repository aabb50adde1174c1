"""The pages of the workspace."""

from django.urls import path

from . import views

app_name = "workspace"

urlpatterns = [
    path("", views.list_cases, name="list"),
]
