"""Settings of dressapp. They import without a secret, a database or any environment."""

import tomllib
from datetime import timedelta

from csp.constants import NONE, SELF

from . import databases, env
from .logs import logging_settings
from .paths import BASE_DIR, RECIPIENT_FILE, SECRET_FILE, VAR_DIR

APP_VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

# demo: the demo user, plain cookies, loopback only. serve: real use.
PROFILE = env.choice("DRESSAPP_PROFILE", ("demo", "serve"), "serve")
IS_DEMO = PROFILE == "demo"
DEMO_USER, DEMO_PASSWORD = "demo", "rash-on-day-four"

DEBUG = False
SECRET_KEY = env.stored(SECRET_FILE)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if not IS_DEMO:
    ALLOWED_HOSTS = env.names("DRESSAPP_HOSTS", ALLOWED_HOSTS)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "dressapp.config",
    "dressapp.core",
    "dressapp.audit",
    "dressapp.accounts",
    "dressapp.cases",
    "dressapp.labs",
    "dressapp.drugs",
    "dressapp.drafts",
    "dressapp.assessments",
    "dressapp.timeline",
    "dressapp.reports",
    "dressapp.exchange",
    "dressapp.workspace",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dressapp.config.middleware.OriginMiddleware",
    "dressapp.config.request_line.RequestLineMiddleware",
    "dressapp.config.middleware.LoopbackOnlyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dressapp.config.middleware.NoStoreMiddleware",
    "dressapp.config.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dressapp.drafts.middleware.KeepTypedMiddleware",
    "dressapp.accounts.middleware.SessionLimitsMiddleware",
    "dressapp.accounts.middleware.SignInMiddleware",
    "dressapp.accounts.middleware.SecondFactorMiddleware",
    "dressapp.accounts.middleware.TemporaryPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dressapp.config.middleware.UnavailableMiddleware",
]

ROOT_URLCONF = "dressapp.config.urls"
WSGI_APPLICATION = "dressapp.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dressapp.config.context.page_frame",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Records and the shared cache. No ATOMIC_REQUESTS: with IMMEDIATE every page would take the write lock.
# The demo never touches another database than its own.
DATABASES = databases.databases(
    env.database_file(VAR_DIR / "demo.sqlite3")
    if IS_DEMO
    else env.database("DATABASE_URL", VAR_DIR / "dressapp.sqlite3")
)
DATABASE_ROUTERS = ["dressapp.config.databases.CacheRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # counts of turns must outlive the hour that they count
    }
}
DRAFT_DAYS = (
    7  # typed and not saved: kept over a week's duty and no longer, as it is patient data without a record
)
LEDGER = "dressapp.audit.services.record_many"
# Where the audit trail ended, kept outside the database; copy it elsewhere.
AUDIT_ANCHORS = VAR_DIR / ("demo-audit-anchors.jsonl" if IS_DEMO else "audit-anchors.jsonl")
# Backups are locked with half a key; the half that opens them is kept elsewhere. The demo has none.
BACKUP_RECIPIENT = "" if IS_DEMO else env.text("DRESSAPP_BACKUP_RECIPIENT", env.stored(RECIPIENT_FILE))
BACKUP_DIR = env.folder("DRESSAPP_BACKUPS", VAR_DIR / "backups")
LAST_BACKUP = VAR_DIR / "last-backup.json"

# Sign-in: a username and a password, then a second factor; no sign-up, no e-mail.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:list"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "dressapp.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "dressapp.accounts.forms.SignInForm",
    "change_password": "dressapp.accounts.forms.PasswordForm",
    "reauthenticate": "dressapp.accounts.forms.SamePersonForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
SECOND_FACTOR_REQUIRED = not IS_DEMO
MFA_ADAPTER = "dressapp.accounts.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "dressapp.accounts.forms.CodeForm",
    "reauthenticate": "dressapp.accounts.forms.SamePersonCodeForm",
    "activate_totp": "dressapp.accounts.forms.FirstCodeForm",
    "add_webauthn": "dressapp.accounts.forms_passkeys.PasskeyForm",
    "authenticate_webauthn": "dressapp.accounts.forms_passkeys.PasskeyStepForm",
    "login_webauthn": "dressapp.accounts.forms_passkeys.PasskeySignInForm",
    "reauthenticate_webauthn": "dressapp.accounts.forms_passkeys.SamePersonPasskeyForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}  # as many as by password: a ward may share an address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # many hospitals have no mail for this
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "dressapp"
# How long a device that a person trusts is let in by password alone; the site says it, 0 switches it off.
TRUSTED_DEVICE_HOURS = env.number("DRESSAPP_TRUSTED_DEVICE_HOURS", 12, lowest=0, highest=7 * 24)
MFA_TRUST_ENABLED = TRUSTED_DEVICE_HOURS > 0
MFA_TRUST_COOKIE_AGE = timedelta(hours=TRUSTED_DEVICE_HOURS)
MFA_TRUST_COOKIE_NAME = "demo-trusted" if IS_DEMO else "__Host-trusted"
PASSWORD_HASHERS = ["dressapp.accounts.hashers.SmallArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "dressapp.accounts.passwords.ContextWordValidator"},
]

# Sessions and cookies. `make serve` speaks through a TLS proxy or to a browser on the same machine.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = SESSION_LONGEST = 10 * 60 * 60
SESSION_IDLE = 60 * env.number("DRESSAPP_IDLE_MINUTES", 15, lowest=5, highest=30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_DEMO
SESSION_COOKIE_NAME = "demo-session" if IS_DEMO else "__Host-session"
CSRF_COOKIE_NAME = "demo-csrf" if IS_DEMO else "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dressapp.config.views.refuse_forged_post"
BEHIND_PROXY = env.switch("DRESSAPP_BEHIND_PROXY")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_PROXY  # then the browser is on this machine: localhost
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = BEHIND_PROXY
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # without a proxy only this machine's own browser gets here
SECURE_HSTS_SECONDS = 0 if IS_DEMO else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not IS_DEMO
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["dressapp.core.uploads.MemoryUploadHandler"]

# How long somebody outside a team may use its case in an emergency; a site may set less or more, up to 4 h.
EMERGENCY_MINUTES = env.minutes("DRESSAPP_EMERGENCY_MINUTES", 60, most=240)

# One language, one way to write dates and numbers: core/dates.py and core/numbers.py.
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env.time_zone("DRESSAPP_TIME_ZONE")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "dressapp.config.assets.PackageFinder",
]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "woff2")

LOGGING = logging_settings("WARNING" if IS_DEMO else "INFO")
DEFAULT_EXCEPTION_REPORTER = "dressapp.config.reporter.QuietReporter"
