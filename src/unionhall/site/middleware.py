"""What every answer has in common: nothing lies behind a NUL, and the interface's errors are problems."""

from django.http import Http404, HttpResponse

from unionhall.core.problems import MEDIA_TYPE, problem_of

INTERFACE = "/api/"


def know_no_nul(get_response):
    """Let no NUL character of an address reach PostgreSQL, which knows none.

    Nothing is at a path with one; in a page's query it is as if it were not there. The interface
    tells of it, as of one in a body.
    """

    def answer(request):
        if "\0" in request.path_info:
            raise Http404
        if not request.path_info.startswith(INTERFACE):
            # Again until none is left: taking one out of "%%0000" leaves one.
            while "%00" in (query := request.META.get("QUERY_STRING", "")):
                request.META["QUERY_STRING"] = query.replace("%00", "")
        return get_response(request)

    return answer


def tell_problems(get_response):
    """Give every error of the interface as problem details, also those it never gets to see."""

    def answer(request):
        response = get_response(request)
        if response.status_code < 400 or not request.path_info.startswith(INTERFACE):
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        told = HttpResponse(
            problem_of(response.status_code).model_dump_json(),
            status=response.status_code,
            content_type=MEDIA_TYPE,
        )
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                told.headers[name] = response.headers[name]
        return told

    return answer
