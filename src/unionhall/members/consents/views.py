"""What a member consents to, for officers to read; only the member gives and takes back."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.history.actions import read_opened
from unionhall.members.consents.queries import lines
from unionhall.members.models import Person
from unionhall.members.queries import chain_of


@never_cache
@requires("members.view")
def show(request, pk):
    """Kind by kind; it counts as opening the file."""
    person = person_read(request, pk)
    context = {"person": person, "lines": lines(person, on=today())}
    return render(request, "members/consents/show.html", context)


def person_read(request, pk: int) -> Person:
    """A person of the scope, their file opened."""
    person = get_object_or_404(Person.objects.within(request.scope), pk=pk)
    read_opened(chain_of(person), by=request.user, subject=person, person=str(person.uid))
    return person
