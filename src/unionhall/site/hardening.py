"""What keeps a server from starting for real use, and what its operator should know."""

import stat
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 50
KNOWN_SECRETS = ("django-insecure", "tests-only", "changeme", "secret")
ONLY_FOR_TRYING = {
    "EMAIL_BACKEND": ("console.EmailBackend", "locmem.EmailBackend", "dummy.EmailBackend"),
    "SMS_GATEWAY": ("ConsoleGateway", "MemoryGateway"),
}


def refusals(environ: Mapping[str, str]) -> list[str]:
    """Why a server with these environment variables must not start; empty when it may."""
    return [
        *_about_secret(environ.get("SECRET_KEY", "")),
        *_about_address(environ),
        *_about_keys(keys_directory(environ)),
        *(
            ["DEBUG is on: it shows code and settings to strangers."]
            if _on(environ, "DEBUG")
            else []
        ),
        *(
            f"{name} is {environ[name]}: it shows codes and messages in the log."
            for name, endings in ONLY_FOR_TRYING.items()
            if environ.get(name, "").endswith(endings)
        ),
    ]


def cautions(environ: Mapping[str, str]) -> list[str]:
    """What an operator should know although the server may start."""
    data = Path(environ.get("UNIONHALL_DATA", "var")).resolve()
    found = []
    if not environ.get("DATABASE_URL") or environ["DATABASE_URL"].startswith("sqlite"):
        found.append("The database is SQLite: good for one workplace; use PostgreSQL for more.")
    if keys_directory(environ).is_relative_to(data):
        found.append(
            f"UNIONHALL_KEYS lies in {data}: whoever copies the data has the keys too. Keep them apart."
        )
    if Path(environ.get("UNIONHALL_ANCHORS", data / "anchors")).resolve().is_relative_to(data):
        found.append(
            f"UNIONHALL_ANCHORS lies in {data}: keep the history's anchors where its database is not."
        )
    if not environ.get("SMS_GATEWAY"):
        found.append("SMS_GATEWAY is not set: no text messages, so no first sign-in by phone.")
    return found


def keys_directory(environ: Mapping[str, str]) -> Path:
    """Where the keys are."""
    data = Path(environ.get("UNIONHALL_DATA", "var"))
    return Path(environ.get("UNIONHALL_KEYS") or data / "keys").resolve()


def _on(environ: Mapping[str, str], name: str) -> bool:
    return environ.get(name, "0").lower() not in ("", "0", "false", "no")


def _about_secret(secret: str) -> list[str]:
    if not secret:
        return ["SECRET_KEY is not set."]
    if secret.lower().startswith(KNOWN_SECRETS):
        return ["SECRET_KEY is one that others know."]
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 10:
        return [
            f"SECRET_KEY is too short or too even: at least {SHORTEST_SECRET} random characters."
        ]
    return []


def _about_address(environ: Mapping[str, str]) -> list[str]:
    hosts = [host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    found = []
    if not hosts:
        found.append("ALLOWED_HOSTS is not set: name the hosts this server answers for.")
    if "*" in hosts:
        found.append("ALLOWED_HOSTS is *: anybody's name would pass for this server's.")
    base = urlsplit(environ.get("BASE_URL", ""))
    if base.scheme != "https" or not base.hostname:
        found.append("BASE_URL must be the public address, beginning with https://.")
    return found


def _about_keys(place: Path) -> list[str]:
    if not place.is_dir():
        return [
            f"UNIONHALL_KEYS: there is no directory {place}. Make it with `install -d -m 700`, "
            "then `unionhall keys create`, or restore the keys."
        ]
    if stat.S_IMODE(place.stat().st_mode) & 0o077:
        return [f"UNIONHALL_KEYS: others may look into {place}. `chmod 700` it."]
    return []
