"""What the acts on check-ins have in common: conditional changes, the record, the neutral notice."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.watch.models import CheckIn, CheckInState, Watch
from unionhall.core.errors import Refused
from unionhall.history.actions import record
from unionhall.notifications.actions import notify


def change(check_in: CheckIn, *, among, **changes) -> None:
    """Change it only if it still stands where the caller saw it: of two clicks one wins."""
    still = CheckIn.objects.filter(pk=check_in.pk, state__in=[str(state) for state in among])
    if still.update(**changes):
        for name, value in changes.items():
            setattr(check_in, name, value)
        return
    check_in.refresh_from_db(fields=["state"])
    raise Refused(
        _("Nothing was done: this check-in is now “%(state)s”.")
        % {"state": CheckInState(check_in.state).label}
    )


def note(watch: Watch, verb: str, *, by: User | None, on: date, **facts) -> None:
    """Write one step into the trail of the watch; what was answered is not among the facts."""
    label = ""
    if by is not None and by.pk != watch.case.person.user_id:
        with routing.in_the_record():
            label = routing.office_of(by, watch.case.organisation, on=on)
    record(
        watch.case.chain,
        f"cases.watch_{verb}",
        by=by,
        subject=watch,
        facts=facts,
        person=str(watch.case.person.uid),
        on=on,
        by_label=label,
    )


def ask_how(check_in: CheckIn) -> None:
    """Queue the neutral notice: it names no employer, no request and no number."""
    user = check_in.watch.case.person.user
    if user:
        notify([user], "cases/watch_ask", subject=check_in, url=check_in.my_url)
