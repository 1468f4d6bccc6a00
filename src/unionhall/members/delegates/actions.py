"""Delegations: given by the member, taken down from a paper, revoked; and whether an act is within one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.history.actions import act, record
from unionhall.members.delegates import matters as registry
from unionhall.members.delegates.models import Delegation
from unionhall.members.models import Person
from unionhall.members.queries import chain_of
from unionhall.notifications.actions import notify


@act
def give_delegation(
    person: Person,
    *,
    name: str,
    phone: str,
    matters: Iterable[str],
    from_on: date,
    until_on: date | None = None,
    by: User,
    on: date,
) -> Delegation:
    """Let somebody with an account act for oneself; name and number must both be theirs."""
    return _made(
        person,
        _account(name, phone),
        {"matters": list(matters), "from_on": from_on, "until_on": until_on},
        verb="members.delegation_given",
        by=by,
        on=on,
    )


@act
def record_delegation(
    person: Person,
    *,
    name: str,
    phone: str,
    matters: Iterable[str],
    from_on: date,
    until_on: date | None = None,
    reason: str,
    files: Iterable[UploadedFile],
    by: User,
    on: date,
) -> Delegation:
    """Take down a delegation signed on paper, for a member who cannot give it themselves."""
    papers = list(files)
    if not reason.strip():
        raise Refused(_("Say why the member cannot give it themselves; both will read it."))
    if not papers:
        raise Refused(_("Attach the paper that the member signed."))
    delegate = _account(name, phone)
    if by in (delegate, person.user):
        raise Refused(
            _("Nobody takes down a delegation from or for themselves."),
            instead=_("Let a colleague do it."),
        )
    told = {"matters": list(matters), "from_on": from_on, "until_on": until_on}
    made = _made(
        person,
        delegate,
        told | {"recorded_by": by, "reason": reason.strip()},
        verb="members.delegation_recorded",
        by=by,
        on=on,
    )
    for paper in papers:
        attach(made, paper, by=by)
    return made


@act
def revoke_delegation(delegation: Delegation, *, by: User, on: date) -> Delegation:
    """End it at once: by the member, by the delegate, or by an officer on the member's word."""
    won = Delegation.objects.filter(pk=delegation.pk, revoked_on=None).update(
        revoked_on=on, revoked_by=by
    )
    if not won:
        raise Refused(_("This delegation has been revoked already."))
    delegation.revoked_on, delegation.revoked_by = on, by
    _record(delegation, "members.delegation_revoked", by, on)
    _tell(delegation, "revoked", by)
    return delegation


def _account(name: str, phone: str) -> User:
    mine = Q(phone=phone) | Q(person__phone=phone)
    found = User.objects.filter(mine, name=" ".join(name.split()), is_active=True)
    user = found.order_by("pk").first() if phone else None
    if user is None:
        raise Refused(
            _("Nobody of this name signs in here with this number."),
            instead=_("Compare both with them; whoever never signed in does that first."),
        )
    return user


def _made(
    person: Person, delegate: User, told: dict[str, Any], *, verb: str, by: User, on: date
) -> Delegation:
    if delegate == person.user:
        raise Refused(_("Everybody acts for themselves already."))
    chosen = [code for code in registry.known() if code in told["matters"]]
    if not chosen or len(chosen) < len(set(told["matters"])):
        raise Refused(_("Choose what they may do."))
    if told["until_on"] and told["until_on"] <= max(told["from_on"], on):
        raise Refused(_("It cannot end before it begins."))
    # One that ran out makes room for the next.
    Delegation.objects.filter(
        person=person, delegate=delegate, revoked_on=None, until_on__lte=on
    ).update(revoked_on=on)
    try:
        with transaction.atomic():
            made = Delegation.objects.create(
                person=person, delegate=delegate, given_on=on, **(told | {"matters": chosen})
            )
    except IntegrityError as error:
        raise Refused(
            _("They act for this member already."),
            instead=_("Revoke that first, then give it anew."),
        ) from error
    _record(made, verb, by, on)
    _tell(made, "given", by)
    return made


def _record(delegation: Delegation, verb: str, by: User, on: date) -> None:
    record(
        chain_of(delegation.person),
        verb,
        by=by,
        subject=delegation.person,
        facts={
            "delegation": delegation.pk,
            "matters": delegation.matters,
            "from_on": delegation.from_on,
            "until_on": delegation.until_on,
        },
        personal={
            name: text
            for name, text in (
                ("delegate", str(delegation.delegate)),
                ("reason", delegation.reason),
            )
            if text
        },
        person=str(delegation.person.uid),
        on=on,
    )


def _tell(delegation: Delegation, what: str, by: User) -> None:
    sides = [user for user in (delegation.person.user, delegation.delegate) if user and user != by]
    notify(
        sides,
        "members/delegation",
        subject=delegation,
        url="/me/card/delegates/",
        facts={"what": what},
    )
