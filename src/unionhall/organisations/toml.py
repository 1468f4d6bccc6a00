"""Strict reading of the data files beside this module."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import get_language


class BadData(ValueError):
    """A data file says something it may not; the message names the file, the entry and the key."""


def read(path: Path) -> dict[str, Any]:
    """The tables of a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def check_keys(
    where: str, table: Mapping[str, Any], *, needed: Iterable[str], allowed: Iterable[str] = ()
) -> None:
    """Refuse a table that lacks a needed key or has one nobody reads."""
    missing = set(needed) - table.keys()
    unknown = table.keys() - set(needed) - set(allowed)
    if missing or unknown:
        raise BadData(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")


def check_known(where: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Refuse names that are declared nowhere."""
    if strange := sorted(set(names) - set(known)):
        raise BadData(f"{where}: unknown {strange}")


def in_language(titles: Mapping[str, str]) -> str:
    """The title in the reader's language: Chinese for any Chinese, English for all others."""
    return titles["zh" if (get_language() or "zh").startswith("zh") else "en"]
