"""Every address of the application."""

from django.urls import include, path

from . import views

handler500 = views.show_failure

urlpatterns = [
    path("", include("dressapp.workspace.urls")),
    path("drafts/", include("dressapp.drafts.urls")),
    path("account/", include("dressapp.accounts.urls")),
    path("healthz", views.show_health, name="health"),
    path("readyz", views.show_readiness, name="ready"),
]
