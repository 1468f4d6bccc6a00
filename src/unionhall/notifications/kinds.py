"""The kinds of notices people can choose about; apps above say what theirs are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {}
# Those that people may decline altogether, also here in the app.
OPTIONAL: set[str] = set()
# Why others of the same folder may not be declined.
ALWAYS: dict[str, str | Promise] = {}


def register(
    kind: str, label: str | Promise, *, optional: bool = False, always: str | Promise = ""
) -> None:
    """Name a kind of notice: the first part of its templates' names ("cases"), or a whole one.

    Only a whole one, of two parts ("mailings/course"), may be declined altogether; `always` says why
    another one may not.
    """
    if optional and "/" not in kind:
        raise ValueError("What is about one's own matters is always told in the app.")
    KINDS[kind] = label
    if optional:
        OPTIONAL.add(kind)
    if always:
        ALWAYS[kind] = always


def kind_of(template: str) -> str:
    """The kind of a notice written by the template: "cases/accepted" is of "cases"."""
    return template if template in KINDS else template.partition("/")[0]


def label(kind: str) -> str:
    """What a kind is called in the reader's language."""
    return str(KINDS.get(kind, _("Other")))
