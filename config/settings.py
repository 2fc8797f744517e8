"""All settings, read from the environment (``.env.example`` lists every name).

``DEMO=1`` is the local demo: plain HTTP on loopback, mail to the console. Without it
the rules of production hold, and unsafe values stop the start.
"""

from __future__ import annotations

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.env import (
    check_push_gateway,
    database,
    env,
    flag,
    number,
    production_problems,
)

BASE_DIR = Path(__file__).resolve().parent.parent

DEMO = flag("DEMO")
DEBUG = flag("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="demo-key-of-no-value" if DEMO else "")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO else []
)
FAILPOINTS = env.str("FAILPOINTS", default="")
TRUSTED_PROXY_COUNT = number("TRUSTED_PROXY_COUNT", default=0)

# The warning criteria are not clinically approved until a clinician has signed them.
RULESET_APPROVED_BY = env.str("RULESET_APPROVED_BY", default="")
# The criteria module as a whole is the operator's only switch; no criterion has one.
CRITERIA_ENABLED = flag("CRITERIA_ENABLED", default=True)
# Apps whose WatermelonDB schema is older are told to update (426).
SYNC_SCHEMA_VERSION_MIN = number("SYNC_SCHEMA_VERSION_MIN", default=1)

DATABASE_URL = env.str("DATABASE_URL", default="")
DATABASES = {
    "default": database(
        "DATABASE_URL", default=f"sqlite:///{BASE_DIR / '.run' / 'leggro.sqlite3'}"
    )
}
BROKER_URL = env.str("BROKER_URL", default="redis://127.0.0.1:6379/0")
# Finished exports: private, the same for web and workers.
EXPORT_FOLDER = env.str(
    "EXPORT_FOLDER", default=str(BASE_DIR / ".run" / "exports") if DEMO else ""
)

if not DEMO and (
    problems := production_problems(
        secret_key=SECRET_KEY,
        debug=DEBUG,
        allowed_hosts=ALLOWED_HOSTS,
        database_url=DATABASE_URL,
        ruleset_approved=bool(RULESET_APPROVED_BY) or flag("ALLOW_UNAPPROVED_RULESET"),
        failpoints=FAILPOINTS,
        export_folder=EXPORT_FOLDER,
    )
):
    raise ImproperlyConfigured(" ".join(problems))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "diary",
    "api",
]
MIDDLEWARE = [
    "api.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576  # 1 MiB: the limit of every request body
APPEND_SLASH = False

# Accounts: allauth's headless app API. Sessions and limits live in the database, so
# nothing that guards an account depends on Redis.
AUTH_USER_MODEL = "diary.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
SESSION_ENGINE = "api.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "diary_cache",
    }
}
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "api.accounts.sessions.HashedTokenStrategy"  # noqa: S105 - a class
HEADLESS_SERVE_SPECIFICATION = True
ACCOUNT_ADAPTER = "api.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "api.accounts.forms.SignupForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an unknown address gets no mail from us
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Leggro <noreply@localhost>")

# Notices: how each channel sends, tried in this order. No gateway: no push goes out.
PUSH_GATEWAY_URL = env.str("PUSH_GATEWAY_URL", default="")
PUSH_GATEWAY_SECRET = env.str("PUSH_GATEWAY_SECRET", default="")
check_push_gateway(PUSH_GATEWAY_URL, PUSH_GATEWAY_SECRET, demo=DEMO)
NOTIFICATION_CHANNELS = {
    "push": "diary.channels.webhook.send",
    "email": "diary.channels.mail.send",
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nb", _("Norwegian bokmål"))]
LOCALE_PATHS = [BASE_DIR / "diary" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.SessionToken"],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.InRoleMatrix"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.Schema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.negotiation.JsonAlways",
    "EXCEPTION_HANDLER": "api.errors.handle",
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": False,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Leggro",
    "DESCRIPTION": "Symptom and sleep diary for people with muscle cramps.",
    "VERSION": "0.1.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["api.openapi.add_components"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# A queue message is only a hint: the due row in the database is the queue.
CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 20
CELERY_TASK_TIME_LIMIT = 30
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "socket_connect_timeout": 0.25,
    "socket_timeout": 0.5,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "global_keyprefix": "leggro:",
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    # crontab only: an interval schedule starts anew with every restart of beat.
    "evaluate-waiting-diaries": {
        "task": "diary.tasks.mark_diaries_due",
        "schedule": crontab(minute="*"),
        "options": {"expires": 50},
    },
    "deliver-notifications": {
        "task": "diary.tasks.deliver_notifications",
        "schedule": crontab(minute="*"),
        "options": {"expires": 50},
    },
    "purge-tombstones": {
        "task": "diary.tasks.purge_tombstones",
        "schedule": crontab(hour="2", minute="41"),
    },
    "clear-exports": {
        "task": "diary.tasks.clear_exports",
        "schedule": crontab(minute="23"),
    },
    "clear-expired-sessions": {
        "task": "diary.tasks.clear_expired_sessions",
        "schedule": crontab(hour="3", minute="17"),
    },
}

if not DEMO:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {"default-src": [NONE], "frame-ancestors": [NONE], "base-uri": [SELF]}
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "api.request_id.RequestIdFilter"}},
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False},
        # Bodies and tokens never reach a log: Django's own error mails are off.
        "django.request": {
            "handlers": ["stderr"],
            "level": "ERROR",
            "propagate": False,
        },
    },
}
