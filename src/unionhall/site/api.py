"""The OpenAPI interface: the apps' routers, one way to sign in, one shape of error."""

from http import HTTPStatus

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import django_auth

from unionhall.access.organisations.api import router as organisations
from unionhall.access.tokens import TokenAuth
from unionhall.cases.api import my_router
from unionhall.cases.api import router as cases
from unionhall.core.errors import Refused
from unionhall.core.problems import Problem
from unionhall.members.api import router as members

api = NinjaAPI(
    title="Unionhall",
    version="1",
    description="The same acts as the pages, within the same scope. Errors are problem details (RFC 9457).",
    auth=[TokenAuth(), django_auth],
    openapi_url="openapi.json",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/cases", cases)
api.add_router("/members", members)
api.add_router("/organisations", organisations)
api.add_router("/me", my_router)


def problem(request, status: int, detail: str = "", **more):
    """An error as problem details."""
    title = HTTPStatus(status).phrase
    body = Problem(title=title, status=status, detail=detail, **more).model_dump()
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(Refused)
def refused(request, exception):
    citation = exception.citation
    return problem(
        request,
        409,
        exception.reason,
        instead=exception.instead,
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


@api.exception_handler(HttpError)
def failed(request, exception):
    return problem(request, exception.status_code, str(exception))
