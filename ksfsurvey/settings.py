"""All settings, driven by the environment. With nothing set: the embedded edition on this machine."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from ksfsurvey.databases import with_options
from ksfsurvey.secret_keys import derived_key, local_secret

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# --- this site
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECRET_KEY = env.str("SECRET_KEY", "") or local_secret(VAR_DIR / "secret-key")
INVITE_KEYS = env.list("INVITE_KEYS", default=[]) or [derived_key(SECRET_KEY, "invitation links")]
SEAL_KEY = env.str("SEAL_KEY", "") or derived_key(SECRET_KEY, "sealed urns")
LINK_GUESS_LIMIT = env.int("LINK_GUESS_LIMIT", 60)  # links that do not work, per network in ten minutes
# Newcomers by an open link in ten minutes, of one network and in all, above which each has to show that it is somebody.
CROWD_OF_NETWORK = env.int("CROWD_OF_NETWORK", 20)
CROWD_OF_LINK = env.int("CROWD_OF_LINK", 300)
# Requests in a minute that other programs may make: with one token, and of one network without any.
API_RATE = env.int("API_RATE", 300)
API_RATE_OPEN = env.int("API_RATE_OPEN", 60)
WEBHOOK_KEY = env.str("WEBHOOK_KEY", "") or derived_key(SECRET_KEY, "webhooks")
# Networks besides the public internet to which webhooks may lead: 10.20.0.0/16,127.0.0.1/32. Only there without TLS.
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=[])
FOUR_EYES = env.bool("FOUR_EYES", True)  # whether a second person approves what is published, unless switched off there
ADDRESS_KEY = env.str("ADDRESS_KEY", "") or derived_key(SECRET_KEY, "suppressed addresses")

INSTALLED_APPS = [
    "ksfsurvey",
    "accounts",
    "polls",
    "nested_admin",
    "crispy_forms",
    "crispy_bootstrap5",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

# Respondents' pages skip what only staff need: see ksfsurvey.middleware.
MIDDLEWARE = [
    "ksfsurvey.outages.OutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ksfsurvey.middleware.StaticFilesMiddleware",
    "ksfsurvey.middleware.PolicyMiddleware",
    "ksfsurvey.guesses.GuessMiddleware",
    "ksfsurvey.networks.NetworkMiddleware",
    "ksfsurvey.middleware.StaffSessionMiddleware",
    "ksfsurvey.middleware.StaffLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ksfsurvey.middleware.OriginMiddleware",
    "ksfsurvey.middleware.StaffAuthenticationMiddleware",
    "ksfsurvey.middleware.StaffLoginRequiredMiddleware",
    "ksfsurvey.middleware.StaffMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ksfsurvey.middleware.StaffAxesMiddleware",
]

ROOT_URLCONF = "ksfsurvey.urls"
WSGI_APPLICATION = "ksfsurvey.wsgi.application"

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
                "ksfsurvey.context.site",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data
DATABASES = {"default": with_options(env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # a file: threads and a live server share it
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # Nobody waits for what is only counted there.
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 0)},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
MEDIA_ROOT = VAR_DIR / "files"
COLUMNS_DIR = VAR_DIR / "columns"
# Responses above which a poll is read and counted in parts, by several workers; and how many a part has.
# A part is read by one statement, which a busy database must finish within its limit.
SHARD_ABOVE = env.int("SHARD_ABOVE", 300_000)
SHARD_SIZE = env.int("SHARD_SIZE", 150_000)
# Outside the database on purpose: an older backup of it does not know whom to erase again.
ERASURE_LOG = Path(env.str("ERASURE_LOG", str(VAR_DIR / "erasures.log")))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = [
    "ksfsurvey.uploads.LimitedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- background work: the database holds the intent, the broker only wakes a worker
CELERY_BROKER_URL = REDIS_URL or "redis://localhost:6379/0"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 15
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    # A page that wakes a worker does not wait for a broker that is down; the schedule finds the work.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "send waiting mail": {"task": "invitations.deliver_waiting", "schedule": 15.0, "options": {"expires": 15}},
    "follow the plans of mail": {"task": "invitations.follow_plans", "schedule": 60.0, "options": {"expires": 60}},
    "stop unwanted mail": {"task": "invitations.stop_unwanted", "schedule": 60.0, "options": {"expires": 60}},
    "stop at full quotas": {"task": "collection.stop_at_full_quotas", "schedule": 60.0, "options": {"expires": 60}},
    "read returned mail": {"task": "invitations.read_returned", "schedule": 120.0, "options": {"expires": 120}},
    "close polls that are due": {"task": "results.close_due", "schedule": 30.0, "options": {"expires": 30}},
    "empty urns that are full enough": {"task": "collection.empty_urns", "schedule": crontab(minute=5)},
    "count time and break-off": {"task": "collection.record_paradata", "schedule": crontab(minute=15)},
    "refresh results": {"task": "results.refresh_due", "schedule": 60.0, "options": {"expires": 60}},
    "ask to confirm registrations": {
        "task": "collection.ask_to_confirm",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "remove what is past its date": {"task": "collection.remove_expired", "schedule": crontab(hour=3, minute=20)},
    "empty the bins of designs": {"task": "questionnaire.empty_bins", "schedule": crontab(hour=3, minute=10)},
    "work on contact imports": {"task": "invitations.work_on_imports", "schedule": 15.0, "options": {"expires": 15}},
    "remove old imports": {"task": "invitations.remove_expired", "schedule": crontab(hour=3, minute=30)},
    "make editions": {"task": "publication.wake_waiting", "schedule": 30.0, "options": {"expires": 30}},
    "tell other programs": {"task": "api.tell", "schedule": 10.0, "options": {"expires": 10}},
    "count responses for other programs": {"task": "api.count", "schedule": crontab(minute="*/10")},
    "remove old messages to other programs": {"task": "api.remove_expired", "schedule": crontab(hour=3, minute=50)},
    "remove old downloads": {"task": "results.remove_expired", "schedule": crontab(hour=3, minute=40)},
}

# --- mail
vars().update(env.email_url("EMAIL_URL", "smtp://localhost:1025"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 20)  # seconds; less than the lease of a message
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Klantenservice Federatie <peiling@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
POSTAL_ADDRESS = env.str("POSTAL_ADDRESS", "Klantenservice Federatie, Nederland")
# Signing by ourselves, where the mail server does not: the private key as PEM, for the domain of the sender.
DKIM_KEY = env.str("DKIM_KEY", "", multiline=True)
DKIM_DOMAIN = env.str("DKIM_DOMAIN", "")
DKIM_SELECTOR = env.str("DKIM_SELECTOR", "polls")
# What cannot be delivered comes back here, with a tag before the @ that tells which mail it was.
RETURN_ADDRESS = env.str("RETURN_ADDRESS", "")
RETURN_KEY = env.str("RETURN_KEY", "") or derived_key(SECRET_KEY, "return addresses")
RETURN_MAILBOX = env.str("RETURN_MAILBOX", "")  # imaps://user:password@host:993/INBOX
# Who may post what happened to mails: provider=secret, with commas. And the one that the mail goes through.
MAIL_HOOKS = env.dict("MAIL_HOOKS", default={})
MAIL_PROVIDER = env.str("MAIL_PROVIDER", "")
MAILBOX_DIR = VAR_DIR / "mailbox"

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.RoleBackend",
]
PASSWORD_HASHERS = env.list(
    "PASSWORD_HASHERS",
    default=[
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ],
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "polls:home"
LOGOUT_REDIRECT_URL = "accounts:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# A pair, so that one forgetful person does not lock out colleagues behind the same address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page names a time, which then has to hold
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "accounts.throttle.attempted_name"
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.throttle.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4

# --- languages and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- security
# Both look for their own name: StaffAxesMiddleware and OriginMiddleware are those middlewares.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "security.W003"]
IS_HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", IS_HTTPS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000 if IS_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
# Not "no-referrer": with it browsers post forms with "Origin: null", and no CSRF check passes.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"  # previews, which show a page or a mail in a frame, allow this site in their view
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # The path of a respondent's page holds the personal link, which has no place in a log.
    "filters": {"without_links": {"()": "ksfsurvey.log_filters.RouteForPath"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_links"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
    },
}
