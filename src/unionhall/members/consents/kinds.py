"""What a member may consent to, and in which words, as kinds.toml says."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import get_language


def _worded(texts: dict[str, str]) -> str:
    return texts["en"] if (get_language() or "").startswith("en") else texts["zh"]


@dataclass(frozen=True)
class Version:
    """The words of a kind from a day on; `anew`: it asks for more, so what was given before is over."""

    number: int
    from_on: date
    texts: dict[str, str]
    anew: bool = False

    @property
    def text(self) -> str:
        """In the reader's language."""
        return _worded(self.texts)


@dataclass(frozen=True)
class Kind:
    """One thing to consent to, with all versions of its words, the first one first."""

    code: str
    labels: dict[str, str]
    versions: tuple[Version, ...]

    @property
    def label(self) -> str:
        """In the reader's language."""
        return _worded(self.labels)

    def shown(self, on: date) -> Version | None:
        """The words shown on a day; None before the first."""
        return next((row for row in reversed(self.versions) if row.from_on <= on), None)

    def least(self, on: date) -> int:
        """The number of the oldest version whose consent still holds on a day."""
        asked = [row.number for row in self.versions if row.from_on <= on and row.anew]
        return max(asked, default=1)

    def version(self, number: int) -> Version:
        """The version of this number."""
        return self.versions[number - 1]


def _read() -> dict[str, Kind]:
    told = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
    found = {}
    for code, kind in told["kinds"].items():
        versions = tuple(
            Version(
                number,
                row["from_on"],
                {"zh": row["zh"], "en": row["en"]},
                row.get("anew", False),
            )
            for number, row in enumerate(kind["versions"], start=1)
        )
        days = [row.from_on for row in versions]
        if days != sorted(set(days)):
            raise ValueError(f"{code}: versions follow one another by day.")
        found[code] = Kind(code, kind["label"], versions)
    return found


KINDS = _read()
