"""The kinds of notices people can choose about; apps above say what theirs are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {}


def register(kind: str, label: str | Promise) -> None:
    """Name a kind of notice, the first part of its templates' names: ("cases", "My requests")."""
    KINDS[kind] = label


def label(kind: str) -> str:
    """What a kind is called in the reader's language."""
    return str(KINDS.get(kind, _("Other")))
