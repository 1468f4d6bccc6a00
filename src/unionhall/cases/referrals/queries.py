"""Who a request can be referred to, what can be passed, and who may read what was."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from unionhall.access.grants import offices_with
from unionhall.access.scope import scope
from unionhall.cases import queries, routing
from unionhall.cases.confidential.reading import parties
from unionhall.cases.models import Case, Message
from unionhall.cases.referrals.models import Partner, Referral
from unionhall.cases.routing import Desk
from unionhall.core import keyring
from unionhall.documents.models import Attachment
from unionhall.history.queries import trail
from unionhall.organisations.fields import key_of
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Mandate, Organisation

RELATED = (
    *("case__organisation__parent", "case__person__user", "case__handler", "to_organisation"),
    *("partner", "proposed_by", "sent_by", "taken_up_by", "consent_by"),
)


def ability_of(case: Case) -> str:
    """What a desk must be able to do to receive this request."""
    return "cases.view_restricted" if case.is_restricted else "cases.receive_referral"


def desks_for(case: Case, *, on: date) -> list[Desk]:
    """Desks above and below that a request can be referred to, the nearest first."""
    ability, restricted = ability_of(case), case.is_restricted
    near = routing.desks(case.organisation, ability, on=on, federations_only=restricted)
    near += routing.desks_below(case.organisation, ability, on=on, restricted=restricted)
    return [
        desk
        for desk in near
        if desk.office in routing.RECEIVERS and desk.organisation.pk != case.organisation_id
    ]


def desk_at(case: Case, organisation: Organisation, office: str = "", *, on: date) -> Desk | None:
    """The desk of any union that may receive it: the named office, or the first that may.

    None where only people sit in it whom the request is about.
    """
    if organisation.closed_on or organisation.pk == case.organisation_id:
        return None
    if case.is_restricted and KINDS[organisation.kind].holds_members:
        return None
    held = (
        Mandate.objects.in_force(on=on)
        .filter(organisation=organisation, office__in=offices_with(ability_of(case)))
        .exclude(user__in=parties(case))
    )
    sitting = set(held.values_list("office", flat=True))
    wanted = [office] if office else routing.RECEIVERS
    return next((Desk(organisation, one) for one in wanted if one in sitting), None)


def partners_for(case: Case) -> list[Partner]:
    """Outside bodies in the directories of the union that has it and of those above."""
    line = [key_of(path) for path in (*case.organisation.ancestor_paths, case.organisation.path)]
    rows = Partner.objects.kept().filter(organisation__in=line)
    return list(rows.order_by("kind", "name"))


def choices(case: Case, *, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Both as grouped choices of a form."""
    inside = [
        (f"desk:{desk.organisation.pk}:{desk.office}", str(desk)) for desk in desks_for(case, on=on)
    ]
    outside = [
        (f"partner:{row.pk}", f"{row.name} ({row.get_kind_display()})")
        for row in partners_for(case)
    ]
    groups = [(_("Desks of unions"), inside), (_("Outside bodies"), outside)]
    return [group for group in groups if group[1]]


def passable(case: Case) -> tuple[list[Message], list[Attachment]]:
    """Messages and files that may be chosen; what officers noted among themselves is never passed."""
    messages = [row for row in queries.messages_of(case) if row.kind != Message.Kind.NOTE]
    return messages, list(Attachment.objects.of(case))


def received_by(user, *, on: date):
    """Referrals that desks of the user may read now."""
    held = scope(user, "cases.receive_referral", on=on)
    return Referral.objects.received(held, scope(user, "cases.view_restricted", on=on))


def of_case(case: Case):
    """All referrals of a request, the latest first."""
    return Referral.objects.filter(case=case).select_related(*RELATED).order_by("-pk")


def of_worker(user):
    """Those of the worker's own requests of which they may know."""
    rows = Referral.objects.filter(case__person__user=user, is_hidden=False)
    return rows.select_related(*RELATED)


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return keyring.digest("referral link", secret.encode()).hex()


def by_link(secret: str) -> Referral | None:
    """The referral behind a secret address, whether or not it still holds."""
    return Referral.objects.filter(link_digest=digest_of(secret)).select_related(*RELATED).first()


def holds(referral: Referral, *, on: date) -> bool:
    """Whether its link may be read on the day."""
    return referral.is_passed and referral.link_until is not None and on <= referral.link_until


def passed_file(referral: Referral, uid: UUID) -> Attachment | None:
    """One of the files that were passed, or None."""
    return referral.files.filter(uid=uid).first()


def readings(referral: Referral, *, on: date) -> list[dict]:
    """Who opened it and when, the latest first; officers with the office they hold on the day."""
    entries = [
        entry
        for entry in trail(referral, reads=True)
        if entry.is_read or entry.verb == "cases.referral_link_opened"
    ]
    place = referral.to_organisation or referral.case.organisation
    names = {
        user: routing.signature(user, place, on=on)
        for user in {entry.by for entry in entries if entry.by_id}
    }
    names |= {
        user: routing.signature(user, referral.case.organisation, on=on)
        for user, name in names.items()
        if name == str(user)
    }
    told = [{"at": row.at, "by": names.get(row.by) or _("by the link")} for row in entries]
    return told[::-1]
