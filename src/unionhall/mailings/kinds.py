"""What kinds of messages there are to many, and which of them nobody can decline."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import lazy
from django.utils.translation import get_language

from unionhall.notifications import kinds as notices

FOLDER = "mailings"


@dataclass(frozen=True)
class Kind:
    """One kind; `always` says by language why it cannot be declined, {} where it can be."""

    code: str
    names: dict[str, str]
    always: dict[str, str]

    @property
    def template(self) -> str:
        """What its notices are written by, which is also the kind people choose about."""
        return f"{FOLDER}/{self.code}"

    @property
    def title(self) -> str:
        """Its name in the language of now."""
        return self.names[_language()]

    @property
    def why_always(self) -> str:
        """Why it cannot be declined, "" where it can be."""
        return self.always.get(_language(), "")

    @property
    def may_decline(self) -> bool:
        return not self.always


def _language() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def _read() -> dict[str, Kind]:
    table = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
    return {
        code: Kind(code, {"zh": row["zh"], "en": row["en"]}, row.get("always", {}))
        for code, row in table.items()
    }


KINDS = _read()


def register() -> None:
    """Let people choose about them."""
    for kind in KINDS.values():
        name = lazy(lambda kind=kind: kind.title, str)()
        why = lazy(lambda kind=kind: kind.why_always, str)() if kind.always else ""
        notices.register(kind.template, name, optional=kind.may_decline, always=why)
