"""What is done with a list of evidence: put on, put right, moved, given back, struck."""

from datetime import date
from typing import Any

from django.db.models import Max, Model
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.documents.models import Attachment
from unionhall.history.actions import act
from unionhall.organisations.models import Organisation
from unionhall.papers import kinds
from unionhall.papers.evidence.models import Item, ItemForm, ItemWay

MOST = 500


@act
def add_item(
    subject: Model,
    *,
    name: str,
    source: str,
    handed_on: date,
    way: str,
    form: str,
    proves: str = "",
    pages: int | None = None,
    attachment: Attachment | None = None,
    by: User,
    on: date,
) -> Item:
    """Put a file or a thing on the list, at its end. Raises Refused."""
    told = _told(name, source, handed_on, way, form, attachment, on=on)
    _lock(subject, by)
    rows = Item.objects.of(subject)
    if rows.count() >= MOST:
        raise Refused(_("A list of evidence holds at most %(most)s items.") % {"most": MOST})
    if attachment and rows.filter(attachment=attachment).exists():
        raise Refused(_("This file is on the list already."))
    last = rows.aggregate(last=Max("place"))["last"] or 0
    item = Item.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        place=last + 1,
        proves=proves.strip(),
        pages=pages,
        attachment=attachment,
        sha256=attachment.sha256 if attachment else "",
        by=by,
        **told,
    )
    _note(subject, "evidence_added", item, by=by, on=on)
    return item


def _told(
    name: str,
    source: str,
    handed_on: date,
    way: str,
    form: str,
    attachment: Attachment | None,
    *,
    on: date,
) -> dict[str, Any]:
    """What must be said of every item; Refused where it cannot be."""
    name, source = name.strip(), source.strip()
    if not name or not source:
        raise Refused(_("Say what it is called and from whom it comes."))
    if way not in ItemWay.values or form not in ItemForm.values:
        raise Refused(_("Choose how it came, and whether it is an original or a copy."))
    if handed_on > on:
        raise Refused(_("That day is still to come."))
    if form == ItemForm.FILE and attachment is None:
        raise Refused(
            _("Choose the file."),
            instead=_(
                "For something that lies in the office choose original, copy, device or thing."
            ),
        )
    return {"name": name, "source": source, "handed_on": handed_on, "way": way, "form": form}


@act
def correct_item(item: Item, subject: Model, *, by: User, on: date, **changes: Any) -> None:
    """Put right what is said of an item; which file it is stays. Raises Refused."""
    item = _here(item, subject, by)
    told = _told(
        changes["name"],
        changes["source"],
        changes["handed_on"],
        changes["way"],
        changes["form"],
        item.attachment,
        on=on,
    )
    if item.returned_on and told["handed_on"] > item.returned_on:
        raise Refused(_("It was given back before that day."))
    more = {"proves": changes.get("proves", "").strip(), "pages": changes.get("pages")}
    Item.objects.filter(pk=item.pk).update(**told, **more)
    _note(subject, "evidence_corrected", item, by=by, on=on)


@act
def move_item(item: Item, subject: Model, *, up: bool, by: User, on: date) -> None:
    """Change places with the item before it, or with the one after it; at the end nothing happens."""
    item = _here(item, subject, by)
    rows = list(Item.objects.of(subject))
    at = rows.index(item)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for place, row in enumerate(rows, 1):
        if row.place != place:
            Item.objects.filter(pk=row.pk).update(place=place)
    _note(subject, "evidence_moved", item, by=by, on=on)


@act
def return_item(
    item: Item, subject: Model, *, to: str, returned_on: date, by: User, on: date
) -> None:
    """Write down that it was given back, to whom and when. Raises Refused."""
    item = _here(item, subject, by)
    if not item.can_return:
        raise Refused(_("A file is not given back: whoever sent it has it still."))
    if not to.strip():
        raise Refused(_("To whom was it given back?"))
    if not item.handed_on <= returned_on <= on:
        raise Refused(_("It was given back between the day it came and today."))
    still = Item.objects.filter(pk=item.pk, returned_on=None)
    if not still.update(returned_on=returned_on, returned_to=to.strip()):
        raise Refused(_("It has been given back already."))
    _note(subject, "evidence_returned", item, by=by, on=on)


@act
def strike_item(item: Item, subject: Model, *, reason: str, by: User, on: date) -> None:
    """Take an item off the list that should not stand there; it stays to be seen with the reason."""
    item = _here(item, subject, by)
    if not reason.strip():
        raise Refused(_("Say why it is struck off the list."))
    Item.objects.filter(pk=item.pk).update(struck_on=on, reason=reason.strip())
    _note(subject, "evidence_struck", item, by=by, on=on)


def _lock(subject: Model, by: User) -> None:
    """Lists of one union are changed one after another, so that no two items get one place."""
    kinds.subject(subject._meta.label_lower).guard(subject, by)
    Organisation.objects.select_for_update(no_key=True).get(pk=subject.organisation.pk)  # type: ignore[attr-defined]


def _here(item: Item, subject: Model, by: User) -> Item:
    """The item as it stands now, while nobody else changes the list; Refused where it was struck."""
    _lock(subject, by)
    item.refresh_from_db()
    if item.struck_on:
        raise Refused(_("It has been struck off the list already."))
    return item


def _note(subject: Model, verb: str, item: Item, *, by: User, on: date) -> None:
    """The record says which item by its place: its name may tell of somebody."""
    about = kinds.subject(subject._meta.label_lower)
    about.note(subject, verb, by=by, on=on, item=item.place)
