"""Whom an urgent matter concerns, and what belongs to it: workers who agreed, requests, disputes, hazards."""

from datetime import date
from urllib.parse import urlsplit

from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.confidential.reading import ties_of
from unionhall.core.errors import Refused
from unionhall.duties import subjects
from unionhall.history.actions import act
from unionhall.members.models import Person
from unionhall.notifications.actions import notify
from unionhall.urgent.models import Affected, LinkedRow, UrgentMatter
from unionhall.urgent.steps import locked, note

# Pages whose address can be pasted: the type of row, and what its address calls it by.
LINKED = {
    "cases:case": ("cases.case", "number"),
    "disputes:dispute": ("disputes.dispute", "number"),
    "petitions:petition": ("petitions.petition", "number"),
    "supervision:hazard": ("supervision.hazard", "pk"),
}
MOST = 5000


@act
def add_affected(
    matter: UrgentMatter, person: Person, *, agreed: bool, by: User, on: date
) -> Affected:
    """Put a worker on the list, who has agreed to it and is told."""
    locked(matter)
    if not agreed:
        raise Refused(
            _("Only who agrees stands on the list by name."),
            instead=_("Count the others in the number of workers affected."),
        )
    if matter.affected.count() >= MOST:
        raise Refused(_("A list has at most %s workers.") % MOST)
    try:
        with transaction.atomic():
            row = Affected.objects.create(matter=matter, person=person, added_on=on)
    except IntegrityError as error:
        raise Refused(_("This worker stands on the list already.")) from error
    note(matter, "affected_added", by=by, on=on, listed=matter.affected.count())
    if person.user and person.user != by:
        facts = {"number": matter.number, "union": str(matter.organisation)}
        notify([person.user], "urgent/listed", subject=matter, url=matter.my_url, facts=facts)
    return row


@act
def remove_affected(row: Affected, *, by: User, on: date) -> None:
    """Take a worker off the list: who no longer agrees need not say why."""
    matter = row.matter
    if not Affected.objects.filter(pk=row.pk).delete()[0]:
        raise Refused(_("This worker no longer stands on the list."))
    note(matter, "affected_removed", by=by, on=on, listed=matter.affected.count())


@act
def link(matter: UrgentMatter, *, address: str, by: User, on: date) -> LinkedRow:
    """Let a request, dispute, petition or hazard belong to it, by the address of its page."""
    locked(matter)
    subject_type, key = _meant(address)
    readable = subjects.of_type(subject_type, [key], by)
    # Who only reads a request, as a guest, makes nothing of it.
    if key not in readable or (subject_type == "cases.case" and key in ties_of(by).guest):
        raise Refused(
            _("There is nothing at this address that you can open."),
            instead=_("Open the request, dispute, petition or hazard, and copy its address."),
        )
    try:
        with transaction.atomic():
            made = LinkedRow.objects.create(
                matter=matter,
                case_id=key if subject_type == "cases.case" else None,
                subject_type=subject_type,
                subject_id=key,
            )
    except IntegrityError as error:
        raise Refused(_("That belongs to it already.")) from error
    note(matter, "linked", by=by, on=on, what=subject_type)
    return made


def _meant(address: str) -> tuple[str, int]:
    """The type and key of the row whose page has this address; ("cases.case", 0) for none."""
    nothing = "cases.case", 0
    try:
        path = urlsplit(address.strip()).path
        found = resolve(path if path.endswith("/") else f"{path}/")
    except (Resolver404, ValueError):
        return nothing
    if found.view_name not in LINKED:
        return nothing
    subject_type, name = LINKED[found.view_name]
    rows = apps.get_model(subject_type)._default_manager.filter(**{name: found.kwargs[name]})
    return subject_type, rows.values_list("pk", flat=True).first() or 0


def linked(matter: UrgentMatter, user: User) -> list[tuple[str, str]]:
    """Titles and addresses of what belongs to it, as far as the reader may open it."""
    ids: dict[str, list[int]] = {}
    for row in matter.links.order_by("pk"):
        ids.setdefault(row.subject_type, []).append(row.subject_id)
    return [
        found
        for subject_type, keys in ids.items()
        for found in subjects.of_type(subject_type, keys, user).values()
    ]
