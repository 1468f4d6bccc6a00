"""What a member may do to each field of their own file, as policy.toml says."""

import tomllib
from enum import StrEnum
from pathlib import Path


class Way(StrEnum):
    """Who decides on a member's change to a field."""

    AT_ONCE = "at_once"
    AFTER_APPROVAL = "after_approval"
    NEVER = "never"


def _read() -> dict[str, Way]:
    told = tomllib.loads((Path(__file__).parent / "policy.toml").read_text(encoding="utf-8"))
    return {field: Way(way) for field, way in told["fields"].items()}


POLICY = _read()


def fields(way: Way) -> tuple[str, ...]:
    """The fields decided on in this way, in the order of the policy."""
    return tuple(field for field, found in POLICY.items() if found == way)
