"""A worker's own pages of hazards, on a phone first."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from unionhall.access.organisations.pages import perform
from unionhall.access.scope import own
from unionhall.cases.routing import desks, named, own_union
from unionhall.core.clock import today
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.duties.queries import open_about
from unionhall.members.models import Person
from unionhall.supervision import forms, hazards
from unionhall.supervision.models import Hazard
from unionhall.supervision.story import story


def person_of(request) -> Person:
    """The register's person behind the account; whoever has none has no pages here."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return person


def my_hazard_of(request, pk: int) -> Hazard:
    rows = Hazard.objects.filter(reporter__user=request.user)
    return get_object_or_404(rows.select_related("organisation"), pk=pk)


@own
def my_hazards(request):
    """The hazards I reported."""
    rows = Hazard.objects.filter(reporter=person_of(request)).order_by("-noted_on", "-pk")[:100]
    return render(request, "supervision/my/hazards.html", {"hazards": rows, "today": today()})


@own
def report_hazard(request):
    """Report a hazard: a photo, a few words, where it is."""
    person = person_of(request)
    union = own_union(person, on=today())
    form = forms.ReportHazardForm(request.POST or None, request.FILES or None)

    def act(data):
        data = {**data, "name_kept": bool(data["name_kept"])}
        return hazards.report_hazard(person, **data, by=request.user, on=today()).my_url

    return perform(
        request,
        "supervision/my/report.html",
        form,
        act,
        done=_("Thank you. The union checks it and tells the employer."),
        readers=named(desks(union, "supervision.view", on=today())) if union else [],
    )


@own
def my_hazard(request, pk):
    """One of them, and how it stands."""
    row = my_hazard_of(request, pk)
    context = {
        "hazard": row,
        "files": Attachment.objects.of(row),
        "duty": open_about([row]).get(row.pk),
        "story": story(row),
        "today": today(),
    }
    return render(request, "supervision/my/hazard.html", context)


@own
def my_hazard_file(request, pk, uid):
    return serve(get_object_or_404(Attachment.objects.of(my_hazard_of(request, pk)), uid=uid))
