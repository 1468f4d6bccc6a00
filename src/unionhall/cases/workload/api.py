"""How much each officer has in hand, over the interface: counts for sharing work out, no rating."""

from ninja import Router, Schema
from pydantic import Field

from unionhall.access.scope import requires
from unionhall.cases.workload import queries
from unionhall.core.clock import today
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation

router = Router(tags=["cases"])


class LoadOut(Schema):
    """What lies with one officer today, in a union and below it; each sees the same about themselves."""

    organisation: str
    user: int
    name: str
    offices: list[str]
    open: int = Field(description="requests they handle")
    waiting: int = Field(description="of these: waiting for the worker")
    week: int = Field(description="duties due within seven days")
    overdue: int
    later: int


@router.get("", response=list[LoadOut], operation_id="cases_workload")
@requires("cases.workload")
def workload(request):
    """Officers of the unions one leads, by name; restricted requests are not counted for anybody."""
    keys = [key_of(path) for path in request.scope.paths]
    names = ("offices", "open", "waiting", "week", "overdue", "later")
    return [
        {name: getattr(load, name) for name in names}
        | {"organisation": unit.code, "user": load.user.pk, "name": str(load.user)}
        for unit in Organisation.objects.filter(pk__in=keys).order_by("path")[:5]
        for load in queries.loads(unit, on=today())
    ]
