"""Sign-in, sign-out and one's own account; nothing else of allauth is open."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.urls import path

from . import views
from .views_factors import PasskeySignInView, SamePersonPasskeyView, audited

TRUST = {"trust_hours": settings.TRUSTED_DEVICE_HOURS}

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("sign-in/trust/", factors.trust, name="mfa_trust"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("session/", views.show_session_left, name="session_left"),
    path("session/stay/", views.stay_signed_in, name="session_stay"),
    path("", factors.IndexView.as_view(extra_context=TRUST), name="mfa_index"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", SamePersonPasskeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("app/add/", audited(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", audited(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", audited(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", audited(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", audited(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("password/", audited(account.password_change), name="account_change_password"),
    path("sessions/", views.list_sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("trust/forget/", views.forget_devices, name="forget_devices"),
]
