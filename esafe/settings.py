"""Settings. A trial on this machine needs none; production takes them from the environment.

PRODUCTION=true asks for SITE_URL, SECRET_KEY (or SECRET_KEY_FILE) and TRUSTED_PROXY, and may have
DATABASE_URL, ALLOWED_HOSTS, VAR_DIR and more. It refuses to start when one is unsafe (docs/deploy.md).
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from environ import FileAwareEnv

from contact import retention
from esafe import headers, safe_settings

env = FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
PRODUCTION = safe_settings.yes_or_no("PRODUCTION", env("PRODUCTION", default="no"))
DEBUG = safe_settings.yes_or_no("DEBUG", env("DEBUG", default="no"))
HOST = env("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
SITE_URL = env("SITE_URL", default=f"http://{f'[{HOST}]' if ':' in HOST else HOST}:{PORT}").rstrip("/")


def _trial_secret() -> str:
    """A key of this machine's own, made once, so that a trial stays signed in over restarts."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


# Readers are asked whether a cookie may remember their nation and text size (esafe/on_device.py).
REMEMBER_PREFERENCES = safe_settings.yes_or_no(
    "REMEMBER_PREFERENCES", env("REMEMBER_PREFERENCES", default="no")
)
SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# For the hashes of addresses alone (contact/addresses.py), the newest first; SECRET_KEY comes last.
ADDRESS_KEYS = env.list("ADDRESS_KEY", default=[])
# One process serves all, or "public" and "staff" have one each, on a host of its own (R37).
ROLE = safe_settings.one_of("ROLE", env("ROLE", default="all"), ("all", "public", "staff"))
# Browsers keep passkeys for names, not for addresses of numbers.
STAFF_URL = env("STAFF_URL", default=SITE_URL.replace("//127.0.0.1", "//localhost")).rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(STAFF_URL if ROLE == "staff" else SITE_URL).hostname or ""]
)
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'esafe.sqlite3'}")}
if PRODUCTION:
    if problems := list(
        safe_settings.unsafe(os.environ, SECRET_KEY, ADDRESS_KEYS, ALLOWED_HOSTS, DATABASES["default"], DEBUG)
    ):
        raise ImproperlyConfigured("esafe does not start yet. " + " ".join(problems))
else:
    SECRET_KEY = SECRET_KEY or _trial_secret()
    ALLOWED_HOSTS = sorted({*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]"})

INSTALLED_APPS = [
    "esafe.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_prose_editor",
    "csp",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "esafe.apps.EsafeConfig",
    "guidance",
    "reporting_links",
    "contact",
]
# Sessions, sign-in and messages run for staff addresses only: a reader's cookie is never read.
MIDDLEWARE = [
    "esafe.middleware.body_unless_head",
    "esafe.middleware.headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "esafe.staff_middleware.StaffPolicy",
    "django.middleware.security.SecurityMiddleware",
    "esafe.middleware.whole_requests",
    "esafe.middleware.own_error_pages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "esafe.middleware.edition",
    "esafe.choice_middleware.readers_choice",
    "esafe.same_origin.SameOrigin",
    "esafe.staff_middleware.StaffSession",
    "esafe.staff_middleware.StaffCsrf",
    "esafe.staff_middleware.StaffAuthentication",
    "esafe.staff_middleware.StaffMessages",
    "allauth.account.middleware.AccountMiddleware",
    "esafe.staff.middleware.TwoFactors",
]
ROOT_URLCONF = "esafe.urls"
WSGI_APPLICATION = "esafe.wsgi.application"
STAFF_PREFIX = "/admin/"
APPEND_SLASH = True

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
                "esafe.context.edition",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "esafe.templatetags.esafe",
                "esafe.templatetags.described",
                "esafe.templatetags.reaching",
            ],
        },
    }
]
CRISPY_TEMPLATE_PACK = "esafe_forms"
CRISPY_ALLOWED_TEMPLATE_PACKS = "esafe_forms"
CRISPY_FAIL_SILENTLY = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory, two connections would lock each other out as they never do on a disk.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "pool": {"min_size": 0, "max_size": 4, "timeout": 3},
        "connect_timeout": 2,
        "options": "-c statement_timeout=3000",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# For staff alone: reading uses no cache. Shared by all processes, so that guesses are counted once (R34).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "staff_cache"}}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "esafe.staff.passwords.NotOurWords"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "esafe.staff.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is sent to the address, and opened there
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Ours grow slow instead (esafe/staff/guesses.py), and never make a passkey wait.
ACCOUNT_RATE_LIMITS = {"login_failed": False, "reauthenticate": False}
ALLAUTH_TRUSTED_PROXY_COUNT = int(PRODUCTION)
MFA_ADAPTER = "esafe.staff.factors.MFAAdapter"
ACCOUNT_FORMS = {
    "change_password": "esafe.staff.password_forms.ChangePasswordForm",
    "reset_password_from_key": "esafe.staff.password_forms.FirstPasswordForm",
}
MFA_FORMS = {
    "add_webauthn": "esafe.staff.factor_forms.AddPasskeyForm",
    "activate_totp": "esafe.staff.factor_forms.ActivateAppForm",
    "authenticate": "esafe.staff.factor_forms.CodeForm",
    "reauthenticate": "esafe.staff.factor_forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODE_DIGITS = 12
# Passkeys work on http://localhost alone, which a trial is.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
PASSWORD_RESET_TIMEOUT = int(retention.PASSWORD_LINK.total_seconds())
EDITIONS_DIR = VAR_DIR / "editions"


def _mail_settings(url: str) -> dict[str, object]:
    """Django's settings for a mail server. Without one, messages are files: nothing needs a server."""
    if not url:
        files = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": files, "EMAIL_FILE_PATH": str(VAR_DIR / "mail")}
    try:
        return dict(env.email_url_config(url))
    except (ImproperlyConfigured, ValueError):
        example = "smtp+tls://user:password@mail.example.org:587"
        raise ImproperlyConfigured(
            f"EMAIL_URL must be the address of a mail server, such as {example}"
        ) from None


globals().update(_mail_settings(env("EMAIL_URL", default="")))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", default=f"no-reply@{urlsplit(SITE_URL).hostname}")

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Source maps are megabytes that no reader fetches; compressing them took most of the first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "webp", "woff", "woff2", "gz", "br"]
WHITENOISE_ADD_HEADERS_FUNCTION = headers.of_static_file

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_TZ = True

# For staff alone: the policy of readers' pages is one constant text (esafe/headers.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **headers.STAFF_POLICY,
        "script-src": [SELF, NONCE],  # the editor's import map
        "upgrade-insecure-requests": PRODUCTION,
    }
}
# What follows repeats the matrix of esafe/headers.py, since Django's deployment check looks here.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = headers.HSTS_SECONDS if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# gunicorn believes X-Forwarded-Proto from TRUSTED_PROXY alone, and says https only then (R30).
SECURE_PROXY_SSL_HEADER = None
# Preloading binds a whole domain for years; that is for its owner to decide (docs/deploy.md).
# Our CSRF middleware is Django's, kept to staff addresses; the check looks for its name.
SILENCED_SYSTEM_CHECKS = ["security.W021", "security.W003"]

# Chromium takes Secure cookies on http://127.0.0.1 too, but other browsers do not.
_prefix = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{_prefix}staff-session"
CSRF_COOKIE_NAME = f"{_prefix}staff-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
# "Saved" and the like wait in the session, not in a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "esafe.staff.kept_form.csrf_failure"
SESSION_COOKIE_AGE = int(retention.SESSION.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LOGIN_URL = "account_login"

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["esafe.uploads.Refuse"]

# No address, query, referrer or browser name of a reader is ever logged (R74, R75).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"one_line": {"()": "esafe.logs.OneLine", "format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_reader": {"()": "esafe.logs.WithoutReader"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "one_line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": []},  # Django's own would mail a whole request to somebody
        "django.request": {
            "handlers": ["console"],
            "level": "ERROR",
            "filters": ["without_reader"],
            "propagate": False,
        },
        "esafe.error_views": {"filters": ["without_reader"]},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
