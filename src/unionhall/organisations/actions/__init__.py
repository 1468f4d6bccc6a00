"""Every act on organisations, employers, bodies and mandates."""

from unionhall.organisations.actions.accounts import open_account
from unionhall.organisations.actions.affiliations import affiliate, disaffiliate
from unionhall.organisations.actions.bodies import end_body, open_body
from unionhall.organisations.actions.employers import (
    add_employer,
    begin_coverage,
    correct_employer,
    end_coverage,
)
from unionhall.organisations.actions.imports import import_divisions
from unionhall.organisations.actions.kind import change_kind
from unionhall.organisations.actions.mandates import appoint, end_mandate
from unionhall.organisations.actions.tree import add, close, correct, move, rename

__all__ = [
    "add",
    "add_employer",
    "affiliate",
    "appoint",
    "begin_coverage",
    "change_kind",
    "close",
    "correct",
    "correct_employer",
    "disaffiliate",
    "end_body",
    "end_coverage",
    "end_mandate",
    "import_divisions",
    "move",
    "open_account",
    "open_body",
    "rename",
]
