"""Unions and employers as files: what their lists show, with the columns one chooses."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.exports.listing import Column, Listing
from unionhall.access.exports.pages import ask_page
from unionhall.access.organisations import forms
from unionhall.access.scope import requires
from unionhall.exchange.exports.kinds import register
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Employer, Organisation

UNION_COLUMNS = (
    Column("code", _("Code"), lambda unit: unit.code),
    Column("name", pgettext_lazy("organisation", "Name"), lambda unit: unit.name),
    Column("kind", _("Kind"), lambda unit: str(KINDS[unit.kind])),
    Column("parent", _("Above it"), lambda unit: unit.parent and unit.parent.name),
    Column("division", _("Division"), lambda unit: unit.division and unit.division.name),
    Column("employer", _("Employer"), lambda unit: unit.employer and unit.employer.name),
    Column("opened", _("Opened on"), lambda unit: unit.opened_on),
    Column("closed", _("Closed on"), lambda unit: unit.closed_on),
)
EMPLOYER_COLUMNS = (
    Column("name", _("Employer"), lambda employer: employer.name),
    Column("credit_code", _("Credit code"), lambda employer: employer.credit_code),
    Column("division", _("Division"), lambda row: row.division and row.division.name),
    Column("trade", _("Trade"), lambda employer: employer.trade),
    Column("industry", _("Industry"), lambda employer: employer.industry_title),
    Column("ownership", _("Ownership"), lambda employer: employer.ownership_title),
    Column("size", pgettext_lazy("employer", "Size"), lambda row: row.get_size_display()),
    Column("workers", _("Workers"), lambda employer: employer.workers),
    Column("workers_on", _("Workers counted on"), lambda employer: employer.workers_on),
    Column("address", _("Address"), lambda employer: employer.address),
    Column("contact", _("Contact"), lambda employer: employer.contact),
)


def _unions(scope, query):
    form = forms.FilterForm(query)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = Organisation.objects.within(scope)
    if chosen.get("q"):
        rows = rows.called(chosen["q"])
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if not chosen.get("closed"):
        rows = rows.open()
    return rows.select_related("parent", "division", "employer").order_by("path")


def _employers(scope, query):
    rows = Employer.objects.within(scope).select_related("division").order_by("name", "pk")
    words = query.get("q", "").replace("\0", "").strip()[:60]
    return rows.called(words) if words else rows


ABILITY = "organisations.export"
UNIONS = Listing("organisations", _("Unions"), ABILITY, UNION_COLUMNS, _unions)
EMPLOYERS = Listing("employers", _("Employers"), ABILITY, EMPLOYER_COLUMNS, _employers)
register(UNIONS)
register(EMPLOYERS)


@requires("organisations.export")
def export(request):
    """Ask for the unions of the list and everything below them."""
    return _asked(request, UNIONS, reverse("organisations:index"))


@requires("organisations.export")
def export_employers(request):
    """Ask for the employers of the list."""
    return _asked(request, EMPLOYERS, reverse("organisations:employers"))


def _asked(request, listing: Listing, back: str):
    query = request.GET.copy()
    query.pop("at", None)
    return ask_page(
        request,
        listing,
        asked={"query": query.urlencode()},
        choices=listing.choices,
        usual=[code for code, _label in listing.choices],
        back=f"{back}?{query.urlencode()}",
        total=listing.rows(request.scope, query).count(),
        said=query.get("q", ""),
    )
