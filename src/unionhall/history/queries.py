"""Reading the history."""

from datetime import date

from django.db.models import Model, QuerySet

from unionhall.core.prepared import Prepared
from unionhall.history.links import subject_of
from unionhall.history.models import Entry, PersonKey
from unionhall.history.personal import open_facts


def trail(subject: Model | tuple[str, object] | str, *, reads: bool = False) -> list[Entry]:
    """What was done to the subject, oldest first, personal facts opened; openings of it if `reads`."""
    kind, key = subject_of(subject)
    if reads:
        return _opened(Entry.objects.filter(subject_type=kind, subject_id=key).order_by("at", "id"))
    found = _acts(kind=kind, key=key)
    open_facts(found)
    return found


_acts = Prepared(
    lambda kind, key: (
        Entry.objects.filter(subject_type=kind, subject_id=key, is_read=False)
        .select_related("by")
        .order_by("at", "id")
    )
)


def reads_of(person: str, *, limit: int = 100) -> list[Entry]:
    """Who has looked at the files of the person whose key has this name, latest first."""
    entries = Entry.objects.filter(is_read=True, person=str(person)).exclude(person="")
    return _opened(entries.order_by("-at", "-id")[:limit])


def unforgotten_searches(*, before: date) -> list[str]:
    """Names of the keys under which searches of months before the given day's month can still be read."""
    keys = PersonKey.objects.filter(
        name__startswith="searches:", name__lt=f"searches:{before:%Y-%m}"
    )
    return list(keys.exclude(sealed=None).order_by("name").values_list("name", flat=True))


def log(
    chain: str, *, reads: bool | None = None, before: int | None = None, limit: int = 50
) -> list[Entry]:
    """A chain's entries, latest first, below the number `before`; only acts or only reads if asked."""
    entries = Entry.objects.filter(chain=chain)
    if before is not None:
        entries = entries.filter(number__lt=before)
    if reads is not None:
        entries = entries.filter(is_read=reads)
    return _opened(entries.order_by("-number")[:limit])


def _opened(entries: QuerySet[Entry]) -> list[Entry]:
    found = list(entries.select_related("by"))
    open_facts(found)
    return found
