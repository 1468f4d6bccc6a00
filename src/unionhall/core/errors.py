"""What an act answers when it may not be done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """Where a rule is written: its id in the rulebook, the law and the article, ready to show."""

    rule: str
    law: str
    article: str

    def __str__(self) -> str:
        return f"{self.law} {self.article}".strip()


class Refused(Exception):
    """A rule forbids this act: `reason` tells why, `citation` names the article, `instead` what to do."""

    def __init__(self, reason: str, citation: Citation | None = None, *, instead: str = ""):
        super().__init__(reason)
        self.reason, self.citation, self.instead = reason, citation, instead
