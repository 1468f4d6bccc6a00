"""The steps of a dispute: negotiation, mediation, arbitration and court."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.disputes import limits, procedure, rules
from unionhall.disputes.models import Claim, Committee, Dispute, Mediator, Stage, Venue
from unionhall.disputes.steps import refuse_own, take, told
from unionhall.duties.models import Duty
from unionhall.history.actions import act
from unionhall.rulebook import rules as book
from unionhall.rulebook.deadlines import due

PAYMENT_ORDER_RULE = "cn.disp.payment_order_wages"
COPIES_RULE = "cn.disp.med_copies_3"
HEARING_RULE = "cn.disp.hearing_notice_5d"
SUIT_RULE = "cn.disp.suit_15d"


def _plain(name: str):
    """An act that is a step of the procedure and nothing more."""

    def step(dispute: Dispute, *, day: date | None = None, text: str = "", by: User, on: date):
        take(dispute, name, day=day, text=text, by=by, on=on)
        return dispute

    step.__name__ = step.__qualname__ = name
    step.__doc__ = str(procedure.BY_ACT[name].act)
    return act(step)


consult = _plain("consult")
note_willing = _plain("note_willing")
note_refusal = _plain("note_refusal")
settle = _plain("settle")
note_unwilling = _plain("note_unwilling")
fail_mediation = _plain("fail_mediation")
note_confirmed = _plain("note_confirmed")
waive_confirmation = _plain("waive_confirmation")
note_accepted = _plain("note_accepted")
note_not_accepted = _plain("note_not_accepted")
note_copies = _plain("note_copies")
note_answer = _plain("note_answer")
note_panel = _plain("note_panel")
note_hearing = _plain("note_hearing")
take_award = _plain("take_award")
note_judgment = _plain("note_judgment")


@act
def ask_mediation(
    dispute: Dispute,
    *,
    venue: str,
    committee: Committee | None = None,
    day: date | None = None,
    text: str = "",
    by: User,
    on: date,
) -> Dispute:
    """Ask the enterprise's committee, the union or a panel to mediate; within three working days they say yes."""
    if venue not in Venue.values:
        raise Refused(_("Choose who mediates."))
    if (venue == Venue.COMMITTEE) != (committee is not None):
        raise Refused(_("Choose the committee, where a committee mediates, and only then."))
    if committee and not committee.from_on <= on < committee.until_on:
        raise Refused(
            _("The term of that committee is over."), book.citation("cn.disp.mediator_term")
        )
    take(
        dispute, "ask_mediation", day=day, text=text, by=by, on=on, venue=venue, committee=committee
    )
    return dispute


@act
def accept(
    dispute: Dispute,
    *,
    mediators: list[str],
    day: date | None = None,
    text: str = "",
    by: User,
    on: date,
) -> Dispute:
    """Take the mediation on, with one mediator or a panel of several, who are no party to it."""
    names = [name.strip() for name in mediators if name.strip()]
    if not names:
        raise Refused(_("Name the mediator, or the mediators of the panel."))
    if len(names) > 1 and len(names) % 2 == 0:
        raise Refused(_("One mediator, or a panel of three, five or another odd number."))
    if len(set(names)) < len(names):
        raise Refused(_("One of them is named twice."))
    parties = set(dispute.claimants.values_list("person__name", flat=True))
    for name in names:
        _refuse_partial(name, parties)
    take(dispute, "accept", day=day, text=text, by=by, on=on)
    Mediator.objects.bulk_create(Mediator(dispute=dispute, name=name) for name in names)
    return dispute


def _refuse_partial(name: str, parties: set[str]) -> None:
    if name in parties:
        raise Refused(
            _("Whoever is a party does not mediate."),
            instead=_("Name somebody else."),
        )


@act
def recuse(mediator: Mediator, *, reason: str, instead_of: str, by: User, on: date) -> Mediator:
    """A mediator steps aside for a reason, and another one takes the place."""
    dispute, name = mediator.dispute, instead_of.strip()
    refuse_own(dispute, by)
    if dispute.stage != Stage.MEDIATING:
        raise Refused(_("No mediation is under way."))
    if not reason.strip() or not name:
        raise Refused(_("Give the reason, and name who takes the place."))
    _refuse_partial(name, set(dispute.claimants.values_list("person__name", flat=True)))
    if dispute.mediators.filter(name=name).exists():
        raise Refused(_("One of them is named twice."))
    rows = Mediator.objects.filter(pk=mediator.pk, recused_on=None)
    if not rows.update(recused_on=on, reason=reason.strip()):
        raise Refused(_("This mediator has stepped aside already."))
    made = Mediator.objects.create(dispute=dispute, name=name)
    told(dispute, "recused", by=by, on=on)
    return made


@act
def record_session(
    dispute: Dispute, *, text: str, day: date | None = None, by: User, on: date
) -> Dispute:
    """Put on record what was said in a meeting of the mediation."""
    if not text.strip():
        raise Refused(_("Write down what was said."))
    take(dispute, "record_session", day=day, text=text, by=by, on=on)
    return dispute


@act
def agree(
    dispute: Dispute,
    *,
    text: str,
    copies: int,
    signed: bool,
    day: date | None = None,
    by: User,
    on: date,
) -> Dispute:
    """Sign the mediation agreement: in so many copies as the rule asks for, by both sides and the mediators."""
    least = book.value(COPIES_RULE, "copies", on=on)
    if copies < least or not signed:
        raise Refused(
            _(
                "An agreement is written in %s copies, signed and sealed by both sides and the mediators."
            )
            % least,
            book.citation(COPIES_RULE),
        )
    if not text.strip():
        raise Refused(_("Write down what was agreed."))
    take(dispute, "agree", day=day, text=text, by=by, on=on)
    return dispute


@act
def ask_review(
    dispute: Dispute, *, together: bool, day: date | None = None, text: str = "", by: User, on: date
) -> Dispute:
    """Both sides ask the arbitration commission to review the agreement, within fifteen days of it."""
    _refuse_alone_or_late(dispute, "cn.disp.med_review_15d", together, day or on)
    take(dispute, "ask_review", day=day, text=text, by=by, on=on)
    return dispute


@act
def ask_confirmation(
    dispute: Dispute, *, together: bool, day: date | None = None, text: str = "", by: User, on: date
) -> Dispute:
    """Both sides ask the court to confirm the agreement, within thirty days of it."""
    _refuse_alone_or_late(dispute, "cn.disp.judicial_confirm_cpl", together, day or on)
    take(dispute, "ask_confirmation", day=day, text=text, by=by, on=on)
    return dispute


def _refuse_alone_or_late(dispute: Dispute, rule: str, together: bool, day: date) -> None:
    agreed = dispute.happenings.filter(act="agree").order_by("pk").last()
    if agreed is None:
        raise Refused(_("No mediation agreement was signed here."), book.citation(rule))
    if not together:
        raise Refused(_("Both sides ask for it together."), book.citation(rule))
    if day > due(rule, start=agreed.on).due_on:
        raise Refused(
            _("The days to ask for it are over."),
            book.citation(rule),
            instead=_("If it is not fulfilled, apply for arbitration or for a payment order."),
        )


@act
def ask_payment_order(
    dispute: Dispute, *, day: date | None = None, text: str = "", by: User, on: date
) -> Dispute:
    """Ask the court for a payment order on an agreement about wages and the like that is not fulfilled."""
    allowed = set(book.value(PAYMENT_ORDER_RULE, "claims", on=on))
    claimed = Claim.objects.filter(claimant__dispute=dispute).values_list("kind", flat=True)
    if not allowed & set(claimed) or not dispute.happenings.filter(act="agree").exists():
        raise Refused(
            _(
                "A payment order is for wages, injury costs, severance and compensation in a mediation agreement."
            ),
            book.citation(PAYMENT_ORDER_RULE),
            instead=_("Apply for arbitration."),
        )
    if not dispute.instalments.exclude(missed_on=None).exists():
        raise Refused(
            _("Nothing that was agreed has been missed."), book.citation(PAYMENT_ORDER_RULE)
        )
    take(dispute, "ask_payment_order", day=day, text=text, by=by, on=on)
    return dispute


@act
def apply_arbitration(
    dispute: Dispute,
    *,
    ground: str = "",
    day: date | None = None,
    text: str = "",
    by: User,
    on: date,
) -> Dispute:
    """Apply for arbitration within the limitation; after it only on a ground, which the commission weighs."""
    if limits.keep(dispute, on=on).is_over(day or on) and not ground.strip():
        raise Refused(
            _("The limitation of arbitration has run out."),
            book.citation(rules.LIMIT_RULE),
            instead=_(
                "Write down what interrupted or suspended it, or name the ground on which you apply all the same."
            ),
        )
    if dispute.stage == Stage.AGREED and not dispute.instalments.exclude(missed_on=None).exists():
        raise Refused(
            _("An agreement is in force, and nothing of it has been missed."),
            instead=_("Note the instalment that was missed first."),
        )
    take(
        dispute,
        "apply_arbitration",
        day=day,
        text="\n".join(filter(None, (text, ground))),
        by=by,
        on=on,
    )
    return dispute


@act
def set_hearing(
    dispute: Dispute,
    *,
    hearing_on: date,
    day: date | None = None,
    text: str = "",
    by: User,
    on: date,
) -> Dispute:
    """Write down the day of the hearing; a notice that came too late is said so, and can be objected to."""
    day = day or on
    if hearing_on <= day:
        raise Refused(_("The hearing lies after its notice."), book.citation(HEARING_RULE))
    if day > due(HEARING_RULE, start=hearing_on, part="working_days").due_on:
        late = _("The notice came less than five working days ahead.")
        text = f"{text}\n{late}".strip()
    take(dispute, "set_hearing", day=day, start=hearing_on, text=text, by=by, on=on)
    return dispute


@act
def note_award(
    dispute: Dispute, *, day: date | None = None, text: str = "", by: User, on: date
) -> Dispute:
    """The award has arrived: from that day the fifteen days to sue run."""
    take(dispute, "note_award", day=day, text=text, by=by, on=on)
    return dispute


@act
def sue(
    dispute: Dispute, *, day: date | None = None, text: str = "", by: User, on: date
) -> Dispute:
    """Go to court, within fifteen days of the award."""
    owing = Duty.objects.open().about(dispute).filter(kind=procedure.SUE).first()
    if dispute.stage == Stage.AWARDED and (owing is None or (day or on) > owing.due_on):
        raise Refused(
            _("The days to go to court are over, or you left it at the award."),
            book.citation(SUIT_RULE),
        )
    if (
        dispute.stage == Stage.UNSOLVED
        and not dispute.happenings.filter(act="note_not_accepted").exists()
    ):
        raise Refused(
            _("Arbitration comes before the court."),
            book.citation("cn.disp.accept_5d"),
            instead=_("Apply for arbitration."),
        )
    take(dispute, "sue", day=day, text=text, by=by, on=on)
    return dispute


@act
def withdraw(
    dispute: Dispute, *, text: str, day: date | None = None, by: User, on: date
) -> Dispute:
    """Withdraw the dispute at the worker's wish, for a reason."""
    take(dispute, "withdraw", day=day, text=_needed(text), by=by, on=on)
    return dispute


@act
def end(dispute: Dispute, *, text: str, day: date | None = None, by: User, on: date) -> Dispute:
    """End it otherwise, for a reason: the claim was turned down, the employer is gone."""
    take(dispute, "end", day=day, text=_needed(text), by=by, on=on)
    return dispute


def _needed(text: str) -> str:
    if not text.strip():
        raise Refused(_("Give the reason; the workers will read it."))
    return text
