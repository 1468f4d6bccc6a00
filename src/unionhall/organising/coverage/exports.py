"""Employers without a union as a file."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from unionhall.access.exports.api import Asking, ExportOut
from unionhall.access.exports.listing import Listing, asked_for
from unionhall.access.exports.pages import ask_page
from unionhall.access.organisations.exports import EMPLOYER_COLUMNS
from unionhall.access.scope import Scope, requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS, Printable
from unionhall.exchange.exports.kinds import register
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.coverage import queries
from unionhall.organising.coverage.forms import SeekingForm

router = Router(tags=["exports"])


def _rows(scope: Scope, query: QueryDict) -> QuerySet:
    form = SeekingForm(query)
    rows = Employer.objects.within(scope)
    if code := query.get("unit"):
        unit = Organisation.objects.within(scope).filter(code=code).first()
        rows = queries.employers_of(unit) if unit else rows.none()
    found = queries.without_union(queries.narrowed(rows, form.narrowing()), on=today())
    return found.select_related("division").order_by("name", "pk")


ABILITY = "organisations.export"
WITHOUT_UNION = Listing(
    "without_union", _("Employers without a union"), ABILITY, EMPLOYER_COLUMNS, _rows
)
register(WITHOUT_UNION)


@requires("organisations.export")
def export(request):
    """Ask for the employers without a union that the list shows."""
    query = request.GET.copy()
    query.pop("at", None)
    return ask_page(
        request,
        WITHOUT_UNION,
        asked={"query": query.urlencode()},
        choices=WITHOUT_UNION.choices,
        usual=[code for code, _label in WITHOUT_UNION.choices],
        back=f"{reverse('coverage:without')}?{query.urlencode()}",
        total=_rows(request.scope, query).count(),
        said=query.get("q", ""),
    )


class WithoutUnionAskIn(Asking):
    """Which employers without a union, as their list narrows them."""

    unit: Printable = ""
    division: Printable = ""
    industry: Printable = ""
    ownership: Printable = ""
    size: Printable = ""
    q: Printable = ""


@router.post(
    "/employers-without-union",
    response={202: ExportOut, **PROBLEMS},
    operation_id="coverage_export",
)
@requires("organisations.export")
def ask(request, asked: WithoutUnionAskIn):
    """Ask for the employers without a union as a file, with the reason; a job makes it."""
    names = ("unit", "division", "industry", "ownership", "size", "q")
    told = {name: value for name in names if (value := getattr(asked, name))}
    return Status(202, asked_for(request, WITHOUT_UNION, urlencode(told), asked))
