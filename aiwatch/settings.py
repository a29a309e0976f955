"""The one settings file. Without any variable it runs embedded: SQLite and a secret of its own in var/.

Production sets AIWATCH_SECRET_KEY, AIWATCH_HOSTS and AIWATCH_URL (docs/deployment.md lists them all).
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from aiwatch import environment as env
from aiwatch.scripts import digests

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("AIWATCH_DATA_DIR", str(BASE_DIR / "var")))

SECRET_KEY = env.secret_key("AIWATCH_SECRET_KEY", DATA_DIR / "secret-key")
#: Secrets from before: links that they signed hold, and addresses that they sealed are read.
SECRET_KEY_FALLBACKS = env.words("AIWATCH_SECRET_KEYS_BEFORE")
#: The site is closed while this is there (docs/deployment.md).
CLOSED_WHILE = DATA_DIR / "closed"
ALLOWED_HOSTS = env.words("AIWATCH_HOSTS", "localhost,127.0.0.1,[::1]")
DEBUG = False

SITE_NAME = env.text("AIWATCH_NAME", "AIWatch")
SITE_URL = env.text("AIWATCH_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_LICENCE = env.text("AIWATCH_LICENCE", "https://creativecommons.org/licenses/by/4.0/")
#: Whom WebSub's subscribers ask, and we tell of feeds that changed; nobody, unless it is set.
WEBSUB_HUB = env.text("AIWATCH_WEBSUB_HUB")
BEHIND_TLS = urlsplit(SITE_URL).scheme == "https"

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.import_export",
    "aiwatch",
    "newsroom",
    "newsletter",
    "questions",
    "articles",
    "facts",
    "companies",
    "webhooks",
    "search",
    "changes",
    "api",
    "readers",
    "django_prose_editor",
    "rest_framework",
    "django_filters",
    "import_export",
    "drf_spectacular",
    "django_otp.plugins.otp_totp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "api.language.EnglishMiddleware",
    "api.origins.OriginsMiddleware",
    "api.problems.ProblemsMiddleware",
    "aiwatch.closing.ClosingMiddleware",
    "aiwatch.pages.caching.PageCacheMiddleware",
    "aiwatch.pages.telling.MarkdownMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aiwatch.pages.policies.ContentSecurityPolicyMiddleware",
    "aiwatch.pages.policies.allow_nothing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.staff.sessions.StandingMiddleware",
    "changes.acting.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "aiwatch.errors.TooOftenMiddleware",
]

ROOT_URLCONF = "aiwatch.urls"
WSGI_APPLICATION = "aiwatch.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "aiwatch.site.site",
            ],
        },
    }
]

DATABASES = {"default": env.database("AIWATCH_DATABASE_URL", DATA_DIR / "aiwatch.sqlite3")}
CACHES = {"default": env.cache("AIWATCH_CACHE_URL")}
TASKS = {"default": env.tasks("AIWATCH_TASKS")}
if TASKS["default"]["BACKEND"].startswith("django_tasks_db."):
    INSTALLED_APPS.append("django_tasks_db")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: What pages, feeds and mails are written in: one language for all readers, since pages are kept for everybody.
LANGUAGE = env.language("AIWATCH_LANGUAGE", "en")
LANGUAGE_CODE = {"en": "en-gb"}.get(LANGUAGE, LANGUAGE.lower())
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "aiwatch.formats"
TIME_ZONE = env.text("AIWATCH_TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# Production collects static files once and names them by their content; embedded, they are read where they lie.
STATIC_ROOT = env.text("AIWATCH_STATIC_ROOT") or None
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
# Only editors ask for files by this address (newsroom.media_views.picture); readers for what an edition shows.
MEDIA_URL = "/admin/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT
WHITENOISE_ALLOW_ALL_ORIGINS = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
#: Roles that cannot sign in without a second factor. Readers' addresses are TLS wherever it matters.
TWO_FACTOR_ROLES = env.words("AIWATCH_TWO_FACTOR", "publisher,administrator" if BEHIND_TLS else "")
OTP_TOTP_ISSUER = SITE_NAME
# newsroom.staff.limits counts codes; waits that double would let whoever knows a password shut its owner out.
OTP_TOTP_THROTTLE_FACTOR = 0
#: How many proxies in front add to X-Forwarded-For; none of it is believed without.
PROXIES = env.whole("AIWATCH_PROXIES", 0)

MAILERS = env.mailers("AIWATCH_MAIL_URL")
#: Whether mail to readers may be written to the log, with their addresses.
MAIL_TO_CONSOLE = env.text("AIWATCH_MAIL_URL") == env.CONSOLE
ANYMAIL = env.anymail("AIWATCH_MAIL_URL", "AIWATCH_MAIL_EVENTS")
#: Whom security.txt names: an address of the web, or mailto: and one of mail.
SECURITY_CONTACT = env.text("AIWATCH_SECURITY_CONTACT", f"mailto:security@{urlsplit(SITE_URL).hostname}")
DEFAULT_FROM_EMAIL = env.text("AIWATCH_MAIL_FROM", f"newsroom@{urlsplit(SITE_URL).hostname}")
#: Mails a second from each worker that sends the newsletter; 0 is as fast as the mail server takes them.
MAIL_RATE = env.whole("AIWATCH_MAIL_RATE", 0)
#: Over so many connections each of them speaks to it.
MAIL_CONNECTIONS = env.whole("AIWATCH_MAIL_CONNECTIONS", 4, least=1)

SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "aiwatch.errors.not_from_here"
X_FRAME_OPTIONS = "DENY"

# Nothing from elsewhere, nothing inline. The admin's own paths need more: aiwatch.pages.policies adds it there alone.
# Scripts are allowed by their content, not by where they lie.
SCRIPTS = digests(BASE_DIR / "static" / "js")
SECURE_CSP: dict[str, Any] = {
    "default-src": [CSP.NONE],
    # By content alone: with 'strict-dynamic', Safari before 2026 would run none of them.
    "script-src": [f"'{digest}'" for digest in SCRIPTS.values()],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.formats.Negotiation",
    "DEFAULT_METADATA_CLASS": "api.formats.NoWords",
    "DEFAULT_PARSER_CLASSES": ["api.parsing.StrictJSON"],
    "DEFAULT_FILTER_BACKENDS": ["api.narrowing.StrictFilters"],
    "DEFAULT_PAGINATION_CLASS": "api.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "api.schema.Described",
    "EXCEPTION_HANDLER": "api.problems.problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "AIWatch",
    "DESCRIPTION": "Articles, companies, models, facts and answered questions of an AI newsroom.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SERVERS": [{"url": SITE_URL}],
    "LICENSE": {"name": "Licence of texts and data", "url": SITE_LICENCE},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.require_words",
        "api.schema.refuse_more",
        "api.schema.tell_of_expansions",
        "api.schema.leave_to_choice",
        "api.schema.say_any_of",
        "api.schema.with_examples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ArticleKind": "articles.models.Article.Kind",
        "ArticleState": "articles.models.Article.State",
        "AliasKind": "companies.models.Alias.Kind",
        "CompanyKind": "companies.models.Company.Sort",
        "Modality": "companies.models.AIModel.Modality",
        "Reason": "facts.models.Fact.Reason",
        "FactState": "facts.api.shapes.STATES",
        "FactStanding": "facts.api.shapes.STANDINGS",
        "QuestionState": "questions.api.shapes.STATES",
        "ReleaseStanding": "companies.api.shapes.STANDINGS",
    },
    "COMPONENT_SPLIT_REQUEST": True,
    "WEBHOOKS": ["webhooks.schema.MESSAGE"],
    "SERVE_INCLUDE_SCHEMA": False,
}

from aiwatch.admin_settings import DJANGO_PROSE_EDITOR_EXTENSIONS, UNFOLD  # noqa: E402, F401

DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 6_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("AIWATCH_LOG_LEVEL", "WARNING")},
    # Tells of each task twice as information; what fails is told all the same.
    "loggers": {"django.tasks": {"level": "WARNING"}},
}
