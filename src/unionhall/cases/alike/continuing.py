"""The same matter brought twice by one worker: the later request is closed, and goes on in the earlier."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import steps
from unionhall.cases.confidential.reading import parties
from unionhall.cases.models import OPEN, Case, Status
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act


@act
def continue_in(case: Case, other: Case, *, reason: str, by: User, on: date) -> None:
    """Close the later of two requests of one worker, because the earlier goes on with it. Raises Refused.

    Words and files stay where they are. Opening it again takes this back.
    """
    for row in (case, other):
        steps.refuse_kin(row, by)
        steps.refuse_unknowing(row, by)
    if not reason.strip():
        raise Refused(_("Say why it is the same: the worker reads it."))
    _refuse_strange(case, other)
    # Held, so that the earlier does not end at the same moment.
    still = Case.objects.select_for_update(of=("self",)).filter(pk=other.pk, is_open=True)
    if not still.exists():
        raise Refused(_("The other request has ended; nothing goes on there."))
    steps.change(case, among=OPEN, status=Status.CLOSED, closed_on=on, continued_in=other)
    duties.void(case, by=by, on=on, reason=_("goes on in another request"))
    steps.note_act(case, "continued", by=by, on=on, personal={"reason": reason.strip()})
    steps.note_act(other, "took_over", by=by, on=on)
    steps.tell_worker(case, "continued")


def _refuse_strange(case: Case, other: Case) -> None:
    if case.person_id != other.person_id:
        raise Refused(
            _("These are requests of two workers; they stay two."), instead=_("Link them instead.")
        )
    if case.is_restricted != other.is_restricted:
        raise Refused(_("Only one of them is kept to the rights officer; they stay apart."))
    # What is kept from somebody does not go on where they read it, nor are they told that it does.
    if case.is_confidential != other.is_confidential or parties(case) != parties(other):
        raise Refused(_("They are not kept from the same people; they stay apart."))
    if (case.received_at, case.pk) <= (other.received_at, other.pk):
        raise Refused(_("The later request goes on in the earlier, not the other way round."))
