"""The inbox as a file: what it shows, restricted requests only for those who may see them."""

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.access.exports.listing import Column, Listing
from unionhall.access.exports.pages import ask_page
from unionhall.access.scope import Scope, requires
from unionhall.cases import forms, queries
from unionhall.cases.confidential.reading import ties_of
from unionhall.cases.models import Case
from unionhall.core.clock import today
from unionhall.exchange.exports.kinds import register
from unionhall.members.hidden import hidden, shown

COLUMNS = (
    Column("number", _("Number"), lambda case: case.number),
    Column("title", _("What is the matter"), lambda case: case.title),
    Column("topic", _("Topic"), lambda case: case.get_topic_display()),
    Column("state", _("State"), lambda case: case.get_status_display()),
    Column("received", _("Received on"), lambda case: case.received_on),
    Column("due", _("Next date"), lambda case: case.due_on if case.is_open else None),
    Column("worker", _("Worker"), lambda case: case.person.name),
    Column("unit", _("Unit"), lambda case: case.organisation.name),
    Column("handler", _("Handled by"), lambda case: case.handler and case.handler.name),
    Column("closed", _("Ended on"), lambda case: case.closed_on),
)


def _cases(scope: Scope, query: QueryDict) -> QuerySet[Case]:
    form = forms.FilterForm(_readable(query))
    chosen = form.cleaned_data if form.is_valid() else {}
    restricted = queries.meet(scope, scope.also("cases.view_restricted"))
    # What somebody was let in to read for a while goes into no file of theirs.
    cases = Case.objects.readable(scope, restricted, ties_of(scope.user, scope.ability))
    narrowed = queries.narrowed(cases, chosen, user=scope.user, on=today())
    return narrowed.select_related("organisation", "person", "handler").order_by("due_on", "pk")


def _readable(query: QueryDict) -> QueryDict:
    """The query with what was searched for opened again."""
    found = query.copy()
    found["q"] = shown(query.get("s", ""))
    return found


INBOX = Listing("cases", _("Requests"), "cases.export", COLUMNS, _cases, lambda row: row.person_id)
register(INBOX)


@requires("cases.export")
def export(request):
    """Ask for the requests of the list; what was searched for is kept sealed."""
    query = request.GET.copy()
    back = f"{reverse('cases:inbox')}?{query.urlencode()}"
    for name in ("at", "s"):
        query.pop(name, None)
    typed = "".join(query.pop("q", [""])[:1])
    if typed:
        query["s"] = hidden(typed)
    told = dict(forms.FilterForm.SHOWN)
    return ask_page(
        request,
        INBOX,
        asked={"query": query.urlencode()},
        choices=INBOX.choices,
        usual=[code for code, _label in INBOX.choices],
        back=back,
        total=_cases(request.scope, query).count(),
        said=str(told.get(query.get("show") or "open", "")),
    )
