"""What the receiving office owes whoever reported, by which day; none of it is law."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.rulebook.deadlines import due
from unionhall.tips.models import Tip
from unionhall.tips.recipients import HOLDER

ACCEPT, ANSWER = "tips.accept", "tips.answer"
ACCEPT_RULE, ANSWER_RULE = "own.tip.accept_3wd", "own.tip.answer_20wd"
SILENT_RULE, DESTROY_RULE = "own.tip.silent_30d", "own.tip.destroy_90d"
RULES = {ACCEPT: ACCEPT_RULE, ANSWER: ANSWER_RULE}


def open_for(tip: Tip, kind: str, *, holder: User | None = None, by: User | None, on: date) -> Duty:
    """Open a duty of the receiver's rights office, or of one person in it."""
    return duties.open_duty(
        kind,
        subject=tip,
        organisation=tip.receiver,
        office=HOLDER,
        holder=holder,
        rule=RULES[kind],
        start=on,
        by=by,
        on=on,
        restricted=True,
    )


def ends(tip: Tip, rule: str, *, start: date) -> date:
    """The last day of one of the periods after an answer."""
    last = Duty.objects.about(tip).order_by("pk").last()
    if last is None:
        raise ValueError("Every report had a duty from its first day.")
    return due(rule, start=start, jurisdiction=last.jurisdiction).due_on


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Numbers and addresses as the inbox of duties shows them."""
    rows = Tip.objects.within(scope(user, "tips.view")).filter(pk__in=ids)
    return {row.pk: (row.number, row.get_absolute_url()) for row in rows}


def unknown_to(user: User):
    """The reports that leave this person out: no list may tell them that there is a duty."""
    return Tip.left_out.through.objects.filter(user=user.pk).values("tip")


subjects.register(
    "tips.tip",
    titles=titles,
    ability="tips.view",
    unknown=unknown_to,
    duties={
        ACCEPT: _("Take up a report without a name"),
        ANSWER: _("Answer a report without a name"),
    },
)
