"""What the acts on a report share: its state, its words, its files, the record, who is told."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.core.errors import Refused
from unionhall.history.actions import record
from unionhall.notifications.actions import notify
from unionhall.tips import recipients, vault
from unionhall.tips.cleaning import Clean
from unionhall.tips.models import Said, Tip, TipFile

MOST_FILES = 30  # in one report


def step(tip: Tip, *wanted: str, **changes) -> None:
    """Change it if it still stands as wanted: of two who act at once, one is told."""
    if not Tip.objects.filter(pk=tip.pk, state__in=wanted).update(**changes):
        fresh = Tip.objects.filter(pk=tip.pk).first()
        raise Refused(
            _("Nothing was done: this report is now “%(state)s”.")
            % {"state": fresh.get_state_display() if fresh else _("destroyed")},
            instead=_("Read how it stands, then decide again."),
        )
    for name, value in changes.items():
        setattr(tip, name, value)


def say(
    tip: Tip,
    key: bytes,
    kind: str,
    text: str,
    *,
    files: Sequence[Clean] = (),
    by: User | None,
    on: date,
) -> Said:
    """Seal what was said, with its files, into the report."""
    row = Said(tip=tip, kind=kind, by=by, on=on)
    if by:
        with routing.in_the_record():
            row.by_label = routing.signature(by, tip.receiver, on=on)
    row.sealed = vault.seal(key, text.encode(), context=vault.place_of(tip, row))
    row.save(force_insert=True)
    first = tip.files.count() + 1
    if first - 1 + len(files) > MOST_FILES:
        raise Refused(_("No more than %(limit)s files can be attached.") % {"limit": MOST_FILES})
    for number, file in enumerate(files, start=first):
        kept = TipFile(
            tip=tip,
            said=row,
            number=number,
            media_type=file.media_type,
            ending=file.ending,
            size=len(file.data),
        )
        kept.sealed = vault.seal(key, file.data, context=vault.place_of(tip, kept))
        kept.save(force_insert=True)
    return row


def needed(text: str) -> str:
    """What was written, without blanks around it; refuses nothing at all."""
    if not text.strip():
        raise Refused(_("Write what you want to say."))
    return text.strip()


def written_down(tip: Tip, verb: str, by: User | None, on: date, **facts) -> None:
    """Put an act into the receiver's record: that it was done, and not a word of what was said."""
    label = ""
    if by:
        with routing.in_the_record():
            label = routing.office_of(by, tip.receiver, on=on)
    told = {"number": tip.number, **facts}
    record(tip.chain, f"tips.{verb}", by=by, subject=tip, facts=told, on=on, by_label=label)


def tell(tip: Tip, what: str, *, on: date) -> None:
    """Tell those who can read it, and nobody else, that there is something to read."""
    notify(
        recipients.readers(tip, on=on),
        f"tips/{what}",
        subject=tip,
        url=tip.get_absolute_url(),
        facts={"number": tip.number},
    )
