"""What a delegate can be let do; apps above add theirs with `register`."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Matter(NamedTuple):
    """One kind of acts: its words, and the name of the page, which takes the delegation's uid."""

    label: str | Promise
    page: str
    link: str | Promise


DATA = "data"
_matters: dict[str, Matter] = {}


def register(code: str, matter: Matter) -> None:
    """Add a matter; registered again, it is replaced."""
    _matters[code] = matter


def known() -> dict[str, Matter]:
    """All of them by code, in the order in which they were registered."""
    return dict(_matters)


def labels(codes: list[str]) -> list[str]:
    """What they are called in the reader's language; one that nobody registers any more is left out."""
    return [str(_matters[code].label) for code in codes if code in _matters]


register(
    DATA,
    Matter(
        _("see the file and propose changes to it"), "delegates:my_changes_for", _("Their data")
    ),
)
