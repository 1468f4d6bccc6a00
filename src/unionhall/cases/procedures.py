"""How an ordinary request goes, described from its periods: received, decided, answered, looked at again."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.cases import periods
from unionhall.cases.models import Status
from unionhall.cases.procedure import Period, Procedure, Step

WORKER, OFFICE, ABOVE = _("the worker"), _("the union's office"), _("the office one level up")
# Looked at again twice at most: by the level above, and by the one above that.
REVIEWED, RECHECKED = "reviewed", "rechecked"


def _step(
    act: str, title, holder, among: tuple[str, ...], to: str, by: str = "", owes: str = ""
) -> Step:
    """A step whose own article is that of the period `by`, and that opens the period `owes`."""
    rule = periods.period(by)[0] if by else ""
    found = (Period(f"cases.{owes}", *periods.period(owes)),) if owes else ()
    return Step(act, title, holder, among, to, rule, found)


REQUEST = Procedure(
    "requests",
    _("How a request to the union goes"),
    {
        str(Status.RECEIVED): Status.RECEIVED.label,
        str(Status.ACCEPTED): Status.ACCEPTED.label,
        str(Status.PROPOSED): pgettext_lazy("request", "Answered"),
        REVIEWED: pgettext_lazy("request", "Looked at again"),
        RECHECKED: pgettext_lazy("request", "Looked at for the last time"),
        str(Status.CLOSED): Status.CLOSED.label,
        str(Status.REFUSED): Status.REFUSED.label,
    },
    (
        _step("submit", _("You bring it to the union"), WORKER, (Status.RECEIVED,), "", "", "accept"),
        _step("accept", _("An officer takes it on, by name"), OFFICE, (Status.RECEIVED,), Status.ACCEPTED, "accept", "answer"),
        _step("refuse", _("It is not taken on; you read why and where to turn"), OFFICE, (Status.RECEIVED,), Status.REFUSED, "accept"),
        _step("answer", _("You get the answer"), OFFICE, (Status.ACCEPTED,), Status.PROPOSED, "answer", "ask_review"),
        _step("ask_review", _("Not solved? Ask the level above"), WORKER, (Status.PROPOSED,), REVIEWED, "ask_review", "review"),
        _step("review", _("The level above answers; not solved? Ask once more"), ABOVE, (REVIEWED,), RECHECKED, "ask_recheck", "recheck"),
        _step("close_after_review", _("You are content with the answer of the level above"), WORKER, (REVIEWED,), Status.CLOSED),
        _step("close", _("You say that it is settled, or the days to disagree are over"), WORKER, (Status.PROPOSED,), Status.CLOSED),
        _step("recheck", _("The last answer; after it the same facts are not taken up again"), ABOVE, (RECHECKED,), Status.CLOSED, "end"),
    ),
)  # fmt: skip
