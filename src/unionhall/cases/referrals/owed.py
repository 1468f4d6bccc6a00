"""What is owed about referrals by a day, under which rules, and what those duties are called."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.confidential import grown, reading
from unionhall.cases.queries import readable_by
from unionhall.cases.referrals.models import Referral
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.duties.models import Duty
from unionhall.rulebook.deadlines import due

ASK, ANSWER = "cases.ask_consent", "cases.answer_referral"
CHASE, TELL = "cases.chase_referral", "cases.tell_of_referral"
AGREE_RULE = "own.referral.agree_14d"
ANSWER_RULE = "own.referral.answer_15wd"
LINK_RULE = "own.referral.link_14d"
TELL_RULE = "own.referral.tell_30d"
CLOSE_RULE = "own.referral.close_30d"


def last_day(rule: str, referral: Referral, *, start: date, on: date) -> date:
    """The last day of a period of the place where the request lies."""
    place = jurisdiction_of(referral.case.organisation, on=on)
    return due(rule, start=start, jurisdiction=place).due_on


def open_for_sender(referral: Referral, kind: str, rule: str, *, by: User, on: date) -> Duty:
    """Open a duty of whoever refers: to get the worker's word, an outside body's answer, to tell."""
    return duties.open_duty(
        kind,
        subject=referral,
        organisation=referral.case.organisation,
        office="",
        holder=referral.case.handler or by,
        rule=rule,
        start=on,
        by=by,
        on=on,
        restricted=referral.case.is_restricted,
    )


def open_for_receiver(referral: Referral, *, by: User, on: date) -> Duty:
    """Open the duty of the desk it was sent to."""
    assert referral.to_organisation is not None
    return duties.open_duty(
        ANSWER,
        subject=referral,
        organisation=referral.to_organisation,
        office=referral.to_office,
        rule=ANSWER_RULE,
        start=on,
        by=by,
        on=on,
        restricted=referral.case.is_restricted,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Titles and addresses as the inbox of duties shows them, for senders and for receivers."""
    rows = Referral.objects.filter(pk__in=ids)
    mine = rows.filter(case__in=readable_by(user)).select_related("case")
    found = {row.pk: (row.case.number, row.get_absolute_url()) for row in mine}
    held = scope(user, "cases.receive_referral")
    theirs = rows.received(held, scope(user, "cases.view_restricted"))
    for row in theirs.select_related("case"):
        found.setdefault(row.pk, (row.case.topic_label, row.received_url))
    return found


def unknown_to(user: User):
    """Referrals of requests of which the user must not know, but for those their desks received."""
    held = scope(user, "cases.receive_referral")
    theirs = Referral.objects.received(held, scope(user, "cases.view_restricted"))
    rows = Referral.objects.filter(case__in=reading.unknown_to(user))
    return rows.exclude(pk__in=theirs.values("pk")).values("pk")


# What the receiving desk owes stays there: the worker agreed to it, or a ground is on record.
grown.follow(Referral, "case", besides=(ANSWER,))
subjects.register(
    "cases.referral",
    titles=titles,
    ability="cases.view",
    unknown=unknown_to,
    duties={
        ASK: _("Get the worker's word on a referral"),
        ANSWER: _("Answer a referral"),
        CHASE: _("Ask the outside body for its answer"),
        TELL: _("See whether the worker can be told of a referral"),
    },
)
