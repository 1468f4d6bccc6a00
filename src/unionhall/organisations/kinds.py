"""Kinds of organisation, read from kinds.toml."""

import tomllib
from pathlib import Path

KINDS: dict[str, dict] = tomllib.loads(
    (Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8")
)["kinds"]
