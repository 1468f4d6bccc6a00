"""The OpenAPI interface: the apps' routers, one way to sign in, one shape of error."""

import json

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.http.request import RawPostDataException
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import django_auth

from unionhall.access.exports.api import router as exports
from unionhall.access.organisations.api import router as organisations
from unionhall.access.organisations.employer_api import router as employers
from unionhall.access.organisations.exports_api import router as organisation_exports
from unionhall.access.repeats import Repeated, Unfit, claiming, once
from unionhall.access.scope import public
from unionhall.access.tokens import TokenAuth
from unionhall.cases.alike.api import router as alike
from unionhall.cases.api import router as cases
from unionhall.cases.bulk.api import router as case_bulk
from unionhall.cases.calls.api import router as calls
from unionhall.cases.confidential.api import my_router as my_readers
from unionhall.cases.confidential.api import router as case_readers
from unionhall.cases.exports_api import router as case_exports
from unionhall.cases.groups.api import my_router as my_groups
from unionhall.cases.groups.api import router as groups
from unionhall.cases.mail_in.api import router as mail_in
from unionhall.cases.my_api import router as my_requests
from unionhall.cases.outcomes.api import router as outcomes
from unionhall.cases.patterns.api import router as patterns
from unionhall.cases.referrals.api import my_router as my_referrals
from unionhall.cases.referrals.api import router as referrals
from unionhall.cases.saved.api import router as case_views
from unionhall.cases.watch.api import my_router as my_check_ins
from unionhall.cases.watch.api import router as check_ins
from unionhall.cases.workload.api import router as workload
from unionhall.core.errors import Refused
from unionhall.core.problems import MEDIA_TYPE, problem_of
from unionhall.disputes.api import my_router as my_disputes
from unionhall.disputes.api import router as disputes
from unionhall.duties.api import router as duties
from unionhall.duties.by_laws.api import router as by_laws
from unionhall.duties.feeds.api import router as my_calendar
from unionhall.duties.leaving.api import router as desks
from unionhall.legal_aid.api import my_router as my_legal_aid
from unionhall.legal_aid.api import router as legal_aid
from unionhall.mailings.api import router as mailings
from unionhall.mailings.letters.api import router as letters
from unionhall.mailings.my_api import router as my_messages
from unionhall.members.api import router as members
from unionhall.members.applying.api import my_router as my_applications
from unionhall.members.applying.api import router as applications
from unionhall.members.bulk.api import router as bulk
from unionhall.members.changes.api import my_router as my_changes
from unionhall.members.changes.api import router as changes
from unionhall.members.consents.api import my_router as my_consents
from unionhall.members.consents.api import router as consents
from unionhall.members.delegates.api import my_router as my_delegations
from unionhall.members.delegates.api import router as delegations
from unionhall.members.duplicates.api import router as duplicates
from unionhall.members.erasure.api import my_router as my_erasure
from unionhall.members.erasure.api import router as erasures
from unionhall.members.exports.api import router as member_exports
from unionhall.members.households.api import my_router as my_household
from unionhall.members.households.api import router as households
from unionhall.members.imports.api import router as imports
from unionhall.members.inviting.api import my_router as my_invitations
from unionhall.members.inviting.api import router as invitations
from unionhall.members.merging.api import router as merges
from unionhall.members.saved.api import router as searches
from unionhall.members.standing.api import router as standing
from unionhall.members.transfers.api import router as transfers
from unionhall.notifications.api import router as notices
from unionhall.organising.campaigns.api import router as campaigns
from unionhall.organising.changes.api import router as union_changes
from unionhall.organising.coverage.api import router as coverage
from unionhall.organising.coverage.exports import router as coverage_exports
from unionhall.organising.employers_in.api import router as employer_imports
from unionhall.organising.founding.api import router as foundings
from unionhall.papers.api import mine as my_papers
from unionhall.papers.api import router as papers
from unionhall.papers.evidence.api import router as evidence
from unionhall.petitions.api import my_router as my_petitions
from unionhall.petitions.api import router as petitions
from unionhall.rulebook.api import router as rulebook
from unionhall.site.described import completed
from unionhall.site.throttle import PerMinute
from unionhall.supervision.api import router as supervision
from unionhall.supervision.hazards_api import my_router as my_hazards
from unionhall.supervision.hazards_api import router as hazards
from unionhall.tips.api import router as tips
from unionhall.urgent.api import router as urgent

ABOUT = """The same acts as the pages, within the same scope.

Sign in with a token (`Authorization: Bearer uh_…`), which names what it may do and until when, or
with a browser's session and its CSRF token. What lies outside your scope, or what the token does
not name, is not there: 404. Errors are problem details (RFC 9457); 409 means that a rule forbids
it, and names the article. Lists come in pages: give `after` of one page to get the next.
"""


class StrictParser(Parser):
    """JSON as RFC 8259 knows it: no NaN; and no NUL characters, which the database cannot keep."""

    def parse_body(self, request):
        return _without_nul(json.loads(request.body, parse_constant=_no_number), "body")

    def parse_querydict(self, data, list_fields, request):
        return _without_nul(super().parse_querydict(data, list_fields, request), "query")


class Unkept(ValueError):
    """A NUL character, and where it stands."""


def _no_number(name: str):
    raise ValueError(f"{name} is no number of JSON.")


def _without_nul(value, where: str):
    if isinstance(value, str) and "\0" in value:
        raise Unkept(f"{where}: a NUL character cannot be kept")
    if isinstance(value, dict):
        for key, inner in value.items():
            _without_nul(key, where)
            _without_nul(inner, where)
    elif isinstance(value, list):
        for inner in value:
            _without_nul(inner, where)
    return value


class Interface(NinjaAPI):
    """Ninja, with a description that tells the errors too and is made once."""

    def get_openapi_schema(self, **options):
        kept = self.__dict__.setdefault("described", {})
        key = options.get("path_prefix"), str(options.get("path_params"))
        if key not in kept:
            kept[key] = completed(super().get_openapi_schema(**options))
        return kept[key]


api = Interface(
    title="Unionhall",
    version="1",
    description=ABOUT,
    auth=[TokenAuth(), django_auth],
    throttle=[PerMinute()],
    parser=StrictParser(),
    openapi_url="openapi.json",
    docs_url=None,
    docs_decorator=lambda view: public(require_safe(view)),
    urls_namespace="api",
)
api.add_decorator(once, mode="view")  # around the whole answer, as Ninja names it
api.add_decorator(claiming, mode="operation")  # around what the endpoint itself does
api.add_router("/calls", calls)
api.add_router("/mail", mail_in)
api.add_router("/campaigns", campaigns)
api.add_router("/check-ins", check_ins)
# Before the requests themselves, whose numbers would hide these.
api.add_router("/cases", case_readers)
api.add_router("/cases/bulk", case_bulk)
api.add_router("/cases/views", case_views)
api.add_router("/cases/workload", workload)
api.add_router("/cases", cases)
api.add_router("/desks", desks)
api.add_router("/cases", alike)
api.add_router("/cases", outcomes)
api.add_router("/patterns", patterns)
api.add_router("/coverage", coverage)
api.add_router("/duties", duties)
api.add_router("/employers/imports", employer_imports)  # before those with a key
api.add_router("/employers", employers)
api.add_router("/exports", organisation_exports)  # before those with a key
api.add_router("/exports", case_exports)
api.add_router("/exports", coverage_exports)
api.add_router("/exports", exports)
api.add_router("/imports", imports)
api.add_router("/members/bulk", bulk)
api.add_router("/members/exports", member_exports)
api.add_router("/members/searches", searches)
api.add_router("/duplicates", duplicates)
api.add_router("/duplicates", merges)
api.add_router("/members", members)
api.add_router("/members", standing)
api.add_router("/members", transfers)
api.add_router("/members", invitations)
api.add_router("/members", applications)
api.add_router("/foundings", foundings)
api.add_router("/union-changes", union_changes)
api.add_router("/members", changes)
api.add_router("/members", households)
api.add_router("/members", delegations)
api.add_router("/members", consents)
api.add_router("/members", erasures)
api.add_router("/organisations", organisations)
api.add_router("/legal-aid", legal_aid)
api.add_router("/referrals", referrals)
api.add_router("/petitions", petitions)
api.add_router("/rules", rulebook)
api.add_router("/rules", by_laws)
api.add_router("/supervision", supervision)
api.add_router("/hazards", hazards)
api.add_router("/mailings/templates", letters)  # before those with a key
api.add_router("/mailings", mailings)
api.add_router("/papers", papers)
api.add_router("/evidence", evidence)
api.add_router("/me/papers", my_papers)
api.add_router("/tips", tips)
api.add_router("/urgent", urgent)
api.add_router("/me/calendar", my_calendar)
api.add_router("/me/notices", notices)
api.add_router("/me/messages", my_messages)
api.add_router("/me", my_changes)
api.add_router("/me", my_household)
api.add_router("/me", my_delegations)
api.add_router("/me", my_invitations)
api.add_router("/me", my_applications)
api.add_router("/me", my_consents)
api.add_router("/me", my_erasure)
api.add_router("/disputes", disputes)
api.add_router("/me", my_disputes)
api.add_router("/me", my_referrals)
api.add_router("/me", my_check_ins)
api.add_router("/me", my_requests)
api.add_router("/me", my_readers)
api.add_router("/me", my_hazards)
api.add_router("/me", my_legal_aid)
api.add_router("/me", my_petitions)
api.add_router("/me", my_groups)
api.add_router("/cases", groups)


def problem(request, status: int, detail: str = "", **more):
    """An error as problem details."""
    body = problem_of(status, detail, **more).model_dump()
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = MEDIA_TYPE
    return response


@api.exception_handler(Repeated)
def repeated(request, exception):
    return exception.answer()


@api.exception_handler(Refused)
def refused(request, exception):
    citation = exception.citation
    return problem(
        request,
        409,
        str(exception.reason),
        instead=str(exception.instead),
        citation=str(citation or ""),
        rule=citation.rule if citation else "",
    )


@api.exception_handler(Http404)
def missing(request, exception):
    return problem(request, 404)


@api.exception_handler(ValidationError)
def invalid(request, exception):
    where = "; ".join(
        f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"
        for error in exception.errors
    )
    return problem(request, 422, where)


@api.exception_handler(AuthenticationError)
def unknown(request, exception):
    response = problem(request, 401)
    response["WWW-Authenticate"] = 'Bearer realm="unionhall"'
    return response


@api.exception_handler(RequestDataTooBig)
def too_big(request, exception):
    return problem(request, 413)


@api.exception_handler(RawPostDataException)
def no_json(request, exception):
    return problem(request, 415)


@api.exception_handler(Unfit)
@api.exception_handler(Unkept)
def unkept(request, exception):
    return problem(request, 422, str(exception))


@api.exception_handler(HttpError)
def failed(request, exception):
    # Ninja says 400 to whatever the parser does not take.
    if isinstance(exception.__cause__, Unkept):
        return unkept(request, exception.__cause__)
    return problem(request, exception.status_code, str(exception))
