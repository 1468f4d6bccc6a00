"""Unions and employers as files, asked for over the interface; how far they are stands under /exports."""

from urllib.parse import urlencode

from ninja import Router, Status

from unionhall.access.exports.api import Asking, ExportOut
from unionhall.access.exports.listing import asked_for
from unionhall.access.organisations.exports import EMPLOYERS, UNIONS
from unionhall.access.scope import requires
from unionhall.core.interface import PROBLEMS, Printable

router = Router(tags=["exports"])


class UnionsAskIn(Asking):
    """Which unions, as their list narrows them."""

    q: Printable = ""
    kind: Printable = ""
    closed: bool = False


class EmployersAskIn(Asking):
    """Which employers, as their list narrows them."""

    q: Printable = ""


@router.post(
    "/organisations", response={202: ExportOut, **PROBLEMS}, operation_id="organisations_export"
)
@requires("organisations.export")
def export(request, asked: UnionsAskIn):
    """Ask for the unions as a file, with the reason; a job makes it."""
    told = {"q": asked.q, "kind": asked.kind, "closed": "on" if asked.closed else ""}
    return Status(202, asked_for(request, UNIONS, urlencode(told), asked))


@router.post("/employers", response={202: ExportOut, **PROBLEMS}, operation_id="employers_export")
@requires("organisations.export")
def export_employers(request, asked: EmployersAskIn):
    """Ask for the employers as a file, with the reason; a job makes it."""
    return Status(202, asked_for(request, EMPLOYERS, urlencode({"q": asked.q}), asked))
