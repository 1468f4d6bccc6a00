"""Errors of the interface as problem details (RFC 9457)."""

from http import HTTPStatus

from pydantic import BaseModel

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong: a short title, the status, the reason in words, the rule behind it, what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    citation: str = ""
    rule: str = ""
    instead: str = ""


def problem_of(status: int, detail: str = "", **more: str) -> Problem:
    """The problem with the usual title of that status."""
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, **more)
