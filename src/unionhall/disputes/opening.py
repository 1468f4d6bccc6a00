"""A dispute begins: from a request or for a member, with its workers, their claims and who speaks for them."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.access.scope import can
from unionhall.accounts.models import User
from unionhall.cases.confidential.grown import knowing
from unionhall.cases.models import Case, new_number
from unionhall.core.errors import Refused
from unionhall.disputes import limits, rules
from unionhall.disputes.models import Claim, Claimant, ClaimKind, Dispute
from unionhall.disputes.steps import refuse_own, tell_workers, told
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.members.models import Person
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules as book

COLLECTIVE_RULE = "cn.disp.collective_10"
REPRESENTATIVES_RULE = "cn.disp.collective_reps_3_5"
MOST = 500  # claimants of one dispute


@act
def open_dispute(
    person: Person,
    *,
    organisation: Organisation,
    employer: str,
    text: str,
    known_on: date,
    employment_ended_on: date | None = None,
    kind: str,
    amount: Decimal | None = None,
    case: Case | None = None,
    by: User,
    on: date,
) -> Dispute:
    """Open a dispute for a worker with a first claim; `known_on` is when they knew, or should have known."""
    if person.user_id == by.pk:
        raise Refused(
            _("You cannot handle your own dispute."),
            instead=_("A colleague in your office can take this step."),
        )
    refuse_days(known_on, employment_ended_on, on=on)
    if case and case.person_id != person.pk:
        raise Refused(_("That request is somebody else's."))
    if case and case.disputes.open().exists():
        raise Refused(_("A dispute has grown out of this request already."))
    dispute = Dispute(
        organisation=organisation,
        case=case,
        employer=employer.strip(),
        text=text.strip(),
        is_restricted=bool(case and case.is_restricted),
        opened_on=on,
        opened_by=by,
        known_on=known_on,
        employment_ended_on=employment_ended_on,
    )
    _numbered(dispute, on=on)
    claimant = Claimant.objects.create(dispute=dispute, person=person)
    _claim(claimant, kind, amount)
    limits.keep(dispute, on=on)
    told(dispute, "opened", by=by, on=on)
    tell_workers(dispute)
    return dispute


def _numbered(dispute: Dispute, *, on: date) -> None:
    for left in reversed(range(5)):
        dispute.number = "Z" + new_number(on)
        try:
            with transaction.atomic():
                dispute.save(force_insert=True)
            return
        except IntegrityError:
            if not left:
                raise


@act
def add_claimant(dispute: Dispute, person: Person, *, by: User, on: date) -> Claimant:
    """Another worker joins, with the same matter against the same employer."""
    refuse_over(dispute)
    refuse_own(dispute, by)
    if person.user_id == by.pk:
        raise Refused(_("You cannot handle your own dispute."))
    if dispute.claimants.count() >= MOST:
        raise Refused(_("A dispute has at most %s workers.") % MOST)
    try:
        with transaction.atomic():
            made = Claimant.objects.create(dispute=dispute, person=person)
    except IntegrityError as error:
        raise Refused(_("This worker is in the dispute already.")) from error
    told(dispute, "claimant_added", by=by, on=on, workers=dispute.claimants.count())
    return made


@act
def add_claim(
    claimant: Claimant, *, kind: str, amount: Decimal | None = None, by: User, on: date
) -> Claim:
    """Another claim of a worker: what, and how much where it is money."""
    refuse_over(claimant.dispute)
    refuse_own(claimant.dispute, by)
    made = _claim(claimant, kind, amount)
    limits.keep(claimant.dispute, on=on)
    told(claimant.dispute, "claim_added", by=by, on=on, kind=kind)
    return made


def _claim(claimant: Claimant, kind: str, amount: Decimal | None) -> Claim:
    if kind not in ClaimKind.values:
        raise Refused(_("Nothing of that kind is claimed here."))
    if amount is not None and amount < 0:
        raise Refused(_("An amount is not below nought."))
    return Claim.objects.create(claimant=claimant, kind=kind, amount=amount)


@act
def note_won(claim: Claim, *, won: Decimal, by: User, on: date) -> Claim:
    """Write down what was won for one claim, by agreement, award or judgment."""
    dispute = claim.claimant.dispute
    refuse_own(dispute, by)
    if not (dispute.is_paying or dispute.stage == "fulfilled"):
        raise Refused(_("Nothing has been agreed or awarded yet."))
    if won < 0:
        raise Refused(_("An amount is not below nought."))
    claim.won = won
    claim.save(update_fields=["won"])
    told(dispute, "won", by=by, on=on, kind=claim.kind)
    return claim


@act
def choose_representatives(dispute: Dispute, chosen: list[Claimant], *, by: User, on: date) -> None:
    """The workers of a collective dispute choose those who speak for all of them."""
    refuse_over(dispute)
    refuse_own(dispute, by)
    least = book.value(COLLECTIVE_RULE, "min_workers", on=on)
    if dispute.claimants.count() < least:
        raise Refused(
            _("Only %s workers or more choose representatives.") % least,
            book.citation(COLLECTIVE_RULE),
        )
    low, high = (book.value(REPRESENTATIVES_RULE, name, on=on) for name in ("min", "max"))
    if not rules.representatives_fit(len({row.pk for row in chosen}), low=low, high=high):
        raise Refused(
            _("They choose %(low)s to %(high)s representatives.") % {"low": low, "high": high},
            book.citation(REPRESENTATIVES_RULE),
        )
    if any(row.dispute_id != dispute.pk for row in chosen):
        raise Refused(_("Somebody of them is not in this dispute."))
    dispute.claimants.update(is_representative=False)
    dispute.claimants.filter(pk__in=[row.pk for row in chosen]).update(is_representative=True)
    told(dispute, "representatives_chosen", by=by, on=on, representatives=len(chosen))


@act
def represent(
    dispute: Dispute, officer: User, *, by: User, on: date, tells: bool = True
) -> Dispute:
    """Name the officer who acts for the workers; what is owed for them passes to that officer.

    `tells` False where it is one of many, of which the officer is told in one notice.
    """
    refuse_over(dispute)
    refuse_own(dispute, by)
    refuse_own(dispute, officer)
    # Who must not know of the request it grew out of is refused as if they held none.
    if not can(officer, "disputes.handle", dispute) or not knowing(dispute.case, [officer]):
        raise Refused(
            _("%(name)s holds no office that handles this dispute.") % {"name": officer},
            instead=_("Choose a colleague of this union or of one above it."),
        )
    was = dispute.representative_id
    still = Dispute.objects.filter(pk=dispute.pk, representative=was)
    if was == officer.pk or not still.update(representative=officer):
        raise Refused(_("Somebody acts for the workers already: read the page again."))
    dispute.representative = officer
    duties.take_all(dispute, besides=("disputes.accept",), by=officer, on=on)
    told(dispute, "represented", by=by, on=on, representative=officer.pk)
    if officer != by and tells:
        notify(
            [officer],
            "disputes/represent",
            subject=dispute,
            url=dispute.get_absolute_url(),
            facts={"number": dispute.number},
        )
    tell_workers(dispute)
    return dispute


def refuse_days(known_on: date, ended_on: date | None, *, on: date) -> None:
    """Neither day lies ahead: what has not happened is no dispute yet."""
    if known_on > on or (ended_on and ended_on > on):
        raise Refused(_("That day is still to come."))


def refuse_over(dispute: Dispute) -> None:
    """Nothing is added to what is over."""
    if not Dispute.objects.open().filter(pk=dispute.pk).exists():
        raise Refused(_("This dispute is over."), instead=_("Open a new one."))
