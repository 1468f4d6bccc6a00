"""The rulebook as pages anybody may read."""

from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from unionhall.core import clock
from unionhall.core.web import marked
from unionhall.rulebook import deadlines, explain, local, queries, rules
from unionhall.rulebook.articles import shown
from unionhall.rulebook.forms import CountForm, SearchForm

PAGE = 50


def index(request):
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.search(asked.get("q", ""), asked.get("topic", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(explain.explained(rule.id), explain.place(rule)) for rule in page]
    context = {"form": form, "page": page, "rows": rows, "topics": explain.TOPICS}
    return render(request, "rulebook/index.html", {**context, **_steps(request, page)})


def _steps(request, page):
    """The addresses of the pages before and after, None where there is none."""

    def address(number):
        return request.get_full_path_info().split("?")[0] + "?" + _query(request, number)

    return {
        "previous": address(page.previous_page_number()) if page.has_previous() else None,
        "next": address(page.next_page_number()) if page.has_next() else None,
    }


def _query(request, number):
    query = request.GET.copy()
    query["page"] = number
    return query.urlencode()


def rule(request, rule_id):
    try:
        written = rules.written(rule_id)
    except rules.MissingRule as error:
        raise Http404(str(error)) from error
    form = CountForm(request.GET or None, rule=written) if deadlines.parts_of(written) else None
    context = {
        "rule": written,
        "explained": explain.explained(rule_id),
        "topic": explain.TOPICS[written.topic],
        "place": explain.place(written),
        "article": shown(written.article),
        "host": urlsplit(written.url).hostname,
        "last_on": queries.last_day(written.until_on),
        "evidence": explain.EVIDENCE[written.evidence],
        "in_force": written.holds(clock.today()),
        "fixed": queries.fixed(written, on=clock.today()),
        "local_values": queries.local_values(written),
        "door": local.door(written, request.user),
        "see": [explain.explained(other) for other in written.see],
        "form": form,
    }
    if form and form.is_valid():
        context |= _counted(written, form.cleaned_data)
    return render(request, "rulebook/rule.html", context)


def _counted(written, asked):
    """The due date asked for, or why there is none."""
    part = asked.get("part") or deadlines.parts_of(written)[0]
    try:
        return {"due": deadlines.due(written.id, start=asked["start"], part=part)}
    except (rules.MissingRule, OverflowError) as error:
        return {"no_due": str(error)}


index = marked(index, public=True)
rule = marked(rule, public=True)
