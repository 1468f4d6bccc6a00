"""What duties are about: apps above say how their rows are called and where their pages are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from unionhall.access.grants import ABILITIES
from unionhall.accounts.models import User
from unionhall.duties.models import KEPT, UNKNOWN, Duty

# ids and reader → id: (title, address); rows the reader may not see are left out.
Titles = Callable[[list[int], User], Mapping[int, tuple[str, str]]]


@dataclass(frozen=True)
class Kind:
    """A type of row duties are about."""

    titles: Titles
    duties: Mapping[str, str | Promise] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register(
    subject_type: str,
    *,
    titles: Titles,
    duties: Mapping[str, str | Promise] | None = None,
    ability: str = "",
    unknown: Callable[[User], QuerySet] | None = None,
) -> None:
    """Say how rows of a type ("cases.case") are called for a reader, and what its duties ask for.

    `titles(ids, user)` answers all ids of a page at once: {id: (title, address)}, without those the
    user may not see. `duties` names kinds of duty: {"cases.accept": _("Say whether …")}. With
    `ability`, only its holders and whoever holds a duty see that there are duties about such rows:
    counting them would tell what figures hide. `unknown(user)` answers with the keys of rows of which
    the user must not even learn that something is owed.
    """
    if ability:
        KEPT[subject_type] = ability
    if unknown:
        UNKNOWN[subject_type] = unknown
    _kinds[subject_type] = Kind(titles, duties or {})


def titles(duties: Iterable[Duty], user: User) -> dict[tuple[str, int], tuple[str, str]]:
    """Titles and addresses of what the duties are about, one question for each type."""
    ids: dict[str, set[int]] = defaultdict(set)
    for duty in duties:
        ids[duty.subject_type].add(duty.subject_id)
    return {
        (subject_type, key): found
        for subject_type, keys in ids.items()
        if subject_type in _kinds
        for key, found in _kinds[subject_type].titles(sorted(keys), user).items()
    }


def of_type(subject_type: str, ids: list[int], user: User) -> Mapping[int, tuple[str, str]]:
    """Titles and addresses of rows of one type; without those the reader may not see."""
    return _kinds[subject_type].titles(ids, user) if subject_type in _kinds else {}


def label(kind: str) -> str:
    """What a kind of duty asks for, in the reader's language."""
    for registered in _kinds.values():
        if kind in registered.duties:
            return str(registered.duties[kind])
    return ABILITIES[kind].title if kind in ABILITIES else _("A duty")


def kinds() -> dict[str, str]:
    """All registered kinds of duty and their names, for a filter."""
    return {kind: str(name) for known in _kinds.values() for kind, name in known.duties.items()}
