"""Errors of the interface as problem details (RFC 9457)."""

from pydantic import BaseModel


class Problem(BaseModel):
    """What went wrong: a short title, the status, the reason in words, the rule behind it, what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    citation: str = ""
    rule: str = ""
    instead: str = ""
