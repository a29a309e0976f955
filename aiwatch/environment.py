"""Typed readers of the environment, for settings.py alone. Each refuses a wrong value by name."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def text(name: str, default: str = "") -> str:
    """The variable as it stands, or the default."""
    return os.environ.get(name, default)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list, without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def language(name: str, default: str) -> str:
    """A language as BCP 47 writes it: zh-Hans for zh-hans.

    Raises ImproperlyConfigured where Django itself has no words in it.
    """
    given = text(name, default)
    code = given.lower().replace("_", "-")
    if code not in dict(global_settings.LANGUAGES):
        raise ImproperlyConfigured(
            f"{name} should be a language that Django speaks, such as en or zh-hans, not {given!r}."
        )
    first, *more = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in more)])


def whole(name: str, default: int, *, least: int = 0) -> int:
    """A whole number that is large enough; raises ImproperlyConfigured for anything else."""
    given = text(name, str(default))
    if not given.isdecimal() or int(given) < least:
        raise ImproperlyConfigured(f"{name} should be a whole number from {least}, not {given!r}.")
    return int(given)


def secret_key(name: str, kept_in: Path) -> str:
    """The secret from the environment, else one made at first use and kept in a file only we can read."""
    if given := text(name):
        return given
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(get_random_secret_key())
        except FileExistsError:
            pass  # another process was first; its key is the one
    return kept_in.read_text()


SQLITE_AT_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456"
)


def database(name: str, embedded: Path) -> dict[str, Any]:
    """Django's database dictionary from a postgres:// address, else an SQLite file.

    SQLite writes in IMMEDIATE transactions so that two writers wait for each other instead of failing,
    and in WAL with synchronous=FULL so that what was acknowledged survives a loss of power.
    """
    address = text(name)
    if not address:
        embedded.parent.mkdir(parents=True, exist_ok=True)
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_AT_START}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": embedded,
            "OPTIONS": options,
            "CONN_MAX_AGE": None,
            # a file, because several threads of a test share no database in memory
            "TEST": {"NAME": embedded.with_name("test.sqlite3")},
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} should begin with postgres://, not {parts.scheme}://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Compiling a query (JIT) takes longer than any of ours runs: it is begun where rows are thought many.
        "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def cache(name: str) -> dict[str, Any]:
    """Django's cache dictionary from a redis:// address, else this process's own memory."""
    if address := text(name):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}


def tasks(name: str) -> dict[str, Any]:
    """Django's task dictionary: background work right after its cause, or by `manage.py db_worker`.

    Raises ImproperlyConfigured for anything but nothing and "worker".
    """
    backends = {
        "": "django.tasks.backends.immediate.ImmediateBackend",
        "worker": "django_tasks_db.DatabaseBackend",
    }
    try:
        return {"BACKEND": backends[text(name)]}
    except KeyError:
        raise ImproperlyConfigured(f"{name} should be “worker” or empty, not {text(name)!r}.") from None


#: Whose programs take our mail, as Anymail names them, with - for _.
PROVIDERS = {
    *(
        "amazon-ses",
        "brevo",
        "mailersend",
        "mailgun",
        "mailjet",
        "mailtrap",
        "mandrill",
        "postal",
        "postmark",
    ),
    *("resend", "scaleway", "sparkpost", "unisender-go"),
}


#: Said where mail to readers is to be written to the log too, as in a demonstration.
CONSOLE = "console:"


def mailers(name: str) -> dict[str, Any]:
    """Django's mailers from the address of a mail server or of a provider, else mail is only written to the log.

    smtp:// begins TLS once connected unless it asks for `?tls=no`; smtps:// is TLS from the first byte; a provider's
    is as postmark://?server_token=…, with what Anymail wants of it; console: writes to the log what goes to readers
    too. Raises ImproperlyConfigured for any other address.
    """
    address = text(name)
    if address in {"", CONSOLE}:
        return {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    parts = urlsplit(address)
    if parts.scheme in PROVIDERS:
        return {"default": {"BACKEND": f"anymail.backends.{_in_anymail(parts.scheme)}.EmailBackend"}}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} should be smtp://user:password@host:port or a provider’s, as postmark://?server_token=…, "
            f"not {parts.scheme}://."
        )
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and dict(parse_qsl(parts.query)).get("tls") != "no",
        "timeout": 10,
    }
    return {"default": {"BACKEND": "readers.smtp.EmailBackend", "OPTIONS": options}}


def anymail(name: str, events: str) -> dict[str, str]:
    """Anymail's settings from the address of a provider: POSTMARK_SERVER_TOKEN from server_token, and so on.

    events: the variable with the user:password by which the provider shows itself where it tells us of bounces.
    """
    parts = urlsplit(text(name))
    own = parse_qsl(parts.query) if parts.scheme in PROVIDERS else []
    told = {f"{_in_anymail(parts.scheme)}_{key}".upper(): value for key, value in own}
    return told | ({"WEBHOOK_SECRET": text(events)} if text(events) else {})


def _in_anymail(provider: str) -> str:
    return provider.replace("-", "_")
