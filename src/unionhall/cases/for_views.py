"""A delegate brings a request for the member they act for."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from unionhall.access.scope import own
from unionhall.cases import forms, my_actions, routing
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.members.delegates.acting import acting_under


@never_cache
@own
def bring_for(request, uid):
    """On one page; what becomes of it the member reads, and tells."""
    acting = acting_under(request, uid, my_actions.REQUESTS)
    form, refusal, status = forms.BringForm(request.POST or None, request.FILES or None), None, 200
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        restricted = told.pop("readers") == "federation"
        try:
            case = my_actions.bring_for(
                acting, **told, restricted=restricted, by=request.user, on=today()
            )
        except Refused as error:
            refusal, status = error, 409
        else:
            said = _("Sent; its number is %(number)s. %(name)s has been told.")
            messages.success(request, said % {"number": case.number, "name": acting.person.name})
            return redirect("delegates:acting", acting.uid)
    elif request.method == "POST":
        status = 422
    union = routing.own_union(acting.person, on=today())
    context = {
        "acting": acting,
        "form": form,
        "refusal": refusal,
        "readers": routing.named(routing.readers(union, restricted=False, on=today()))
        if union
        else [],
    }
    return render(request, "cases/my/bring_for.html", context, status=status)
