"""Settings under which a server is safe, and each single change that makes it unsafe, with its check."""

from datetime import timedelta

from django.conf import settings as product

from dressapp.config import databases

SAFE = {
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "c"}},
    "ALLOWED_HOSTS": ["dress.hospital.example"],
    "SECOND_FACTOR_REQUIRED": True,
    "SECRET_KEY": "0123456789abcdef" * 4,
    "BACKUP_RECIPIENT": "age1",
}
PRAGMAS = databases.SQLITE_OPTIONS["init_command"]
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "x", "ATOMIC_REQUESTS": False}
WAL_NORMAL = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON"
LOCAL_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Each makes the content policy loose.
LOOSE = [
    ("script_src", ["'self'", "'unsafe-inline'"]), ("style_src", ["'unsafe-inline'"]), ("img_src", ["*"]),
    ("connect_src", ["https:"]), ("default_src", ["'self'"]), ("frame_ancestors", ["'self'"]),
    ("base_uri", []), ("script_src", ["'self'", "'wasm-unsafe-eval'"]),
]  # fmt: skip


def sqlite(**options):
    """Return DATABASES with other options of SQLite."""
    return {"default": SQLITE | {"OPTIONS": databases.SQLITE_OPTIONS | options}}


def postgres(**changed):
    """Return DATABASES with a PostgreSQL."""
    return {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "OPTIONS": {}} | changed}


def policy(**changed):
    """Return the content policy with other sources."""
    directives = product.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return {"DIRECTIVES": directives | {name.replace("_", "-"): source for name, source in changed.items()}}


def without(part):
    """Return MIDDLEWARE without one."""
    return [name for name in product.MIDDLEWARE if part not in name]


def logging(**changed):
    """Return LOGGING with other parts."""
    return product.LOGGING | changed


def unsafe():
    """Return the check, the name and the value of each change."""
    return [
        ("E001", "IS_DEMO", True),
        ("E002", "SECRET_KEY", ""),
        ("E002", "SECRET_KEY", "short"),
        ("E002", "SECRET_KEY", "django-insecure-" + "x" * 50),
        ("E003", "DEBUG", True),
        ("E004", "ALLOWED_HOSTS", ["*"]),
        ("E004", "ALLOWED_HOSTS", []),
        ("E005", "SESSION_COOKIE_NAME", "sessionid"),
        ("E005", "CSRF_COOKIE_SECURE", False),
        ("E006", "CACHES", LOCAL_CACHE),
        ("E007", "DATABASES", {"default": SQLITE | {"ATOMIC_REQUESTS": True}}),
        ("E008", "DATABASES", sqlite(transaction_mode="DEFERRED")),
        ("E009", "DATABASES", sqlite(init_command=PRAGMAS.replace("EXTRA", "NORMAL"))),
        ("E009", "DATABASES", sqlite(init_command=WAL_NORMAL)),
        ("E010", "DATABASES", sqlite(init_command=PRAGMAS.replace("recursive_triggers=ON", "a=1"))),
        ("E011", "DATABASES", sqlite(init_command=f"{PRAGMAS};PRAGMA mmap_size=1000")),
        ("E013", "DATABASES", sqlite(init_command=f"{PRAGMAS};PRAGMA foreign_keys = OFF")),
        ("E014", "SECURE_HSTS_SECONDS", 3600),
        ("E014", "SECURE_HSTS_INCLUDE_SUBDOMAINS", False),
        *(("E015", "CONTENT_SECURITY_POLICY", policy(**{name: source})) for name, source in LOOSE),
        ("E015", "CONTENT_SECURITY_POLICY", {}),
        *(("E016", "MIDDLEWARE", without(name)) for name in ("SecurityM", "CSPM", "NoStoreM")),
        ("E017", "LOGGING", logging(formatters={"line": {"format": "{message}", "style": "{"}})),
        ("E017", "LOGGING", logging(handlers={"console": {"class": "logging.StreamHandler"}})),
        ("E017", "LOGGING", {}),
        ("E018", "LOGGING", logging(handlers={"mail": {"class": "django.utils.log.AdminEmailHandler"}})),
        ("E019", "DEFAULT_EXCEPTION_REPORTER", "django.views.debug.ExceptionReporter"),
        ("E020", "SECOND_FACTOR_REQUIRED", False),
        ("E020", "MIDDLEWARE", without("SecondFactor")),
        ("E021", "MFA_TRUST_COOKIE_AGE", timedelta(days=14)),
        ("E021", "MFA_TRUST_COOKIE_NAME", "trusted"),
        ("E022", "SESSION_IDLE", 3600),
        ("E022", "SESSION_LONGEST", 14 * 24 * 3600),
        ("E023", "MFA_ADAPTER", "allauth.mfa.adapter.DefaultMFAAdapter"),
        ("E024", "LOGGING", logging(loggers={"django.db.backends": {"level": "DEBUG"}})),
        ("E025", "MIDDLEWARE", without("RequestLine")),
        ("E028", "DATABASES", postgres(HOST="db.hospital.example")),
        ("E028", "DATABASES", postgres(HOST="10.0.0.4", OPTIONS={"sslmode": "require"})),
        ("E022", "SESSION_IDLE", 60),
        ("E022", "MIDDLEWARE", without("SessionLimits")),
        ("E031", "BEHIND_PROXY", True),
        ("E032", "MFA_RECOVERY_CODES_SHOW_ONCE", False),
        ("E033", "MIDDLEWARE", without("SignIn")),
        ("E034", "ACCOUNT_RATE_LIMITS", False),
        ("E034", "ACCOUNT_RATE_LIMITS", {"login_failed": ""}),
        ("E035", "AUTH_PASSWORD_VALIDATORS", product.AUTH_PASSWORD_VALIDATORS[1:3]),
        ("E035", "AUTH_PASSWORD_VALIDATORS", product.AUTH_PASSWORD_VALIDATORS[2:]),
        ("W001", "BACKUP_RECIPIENT", ""),
    ]
