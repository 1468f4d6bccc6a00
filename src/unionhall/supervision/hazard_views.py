"""The pages of hazards, on a phone first: who notes one stands beside it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import perform, turned
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.documents.models import Attachment
from unionhall.documents.web import serve
from unionhall.duties.queries import open_about
from unionhall.history.actions import read_opened
from unionhall.supervision import forms, queries
from unionhall.supervision import hazards as acts
from unionhall.supervision.models import OPEN_HAZARD, Hazard
from unionhall.supervision.story import story
from unionhall.supervision.views import tabs_of


def hazard_of(request, pk: int) -> Hazard:
    rows = Hazard.objects.within(request.scope)
    related = rows.select_related(
        "organisation", "employer", "reporter__user", "noted_by", "matter__employer"
    )
    return get_object_or_404(related, pk=pk)


@requires("supervision.view")
def hazards(request):
    """Hazards, those open first; who reported them stands on their own page alone."""
    shown = "settled" if request.GET.get("show") == "settled" else "open"
    rows = Hazard.objects.within(request.scope).select_related("organisation", "employer")
    rows = rows.open() if shown == "open" else rows.exclude(state__in=OPEN_HAZARD)
    page = keyset(rows, ("-severity", "-noted_on", "-pk"), request.GET.get("at", ""))
    waiting = open_about(page)
    context = {
        "rows": [(row, waiting.get(row.pk)) for row in page],
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "tabs": tabs_of(
            request, shown, [("open", pgettext("supervision", "Open")), ("settled", _("Settled"))]
        ),
        "may_note": bool(request.scope.also("supervision.note_hazard")),
        "today": today(),
    }
    return render(request, "supervision/hazards.html", context)


@requires("supervision.note_hazard")
def note_hazard(request):
    """Note a hazard on a round."""
    form = forms.NoteHazardForm(request.POST or None, request.FILES or None, scope=request.scope)

    def act(data):
        made = acts.note_hazard(**data, by=request.user, on=today())
        sees = request.scope.also("supervision.view").covers(made.organisation)
        return made if sees else "supervision:note_hazard"

    done = _("The hazard has been noted. On to the next one, or follow it here.")
    return perform(request, "supervision/note_hazard.html", form, act, done=done)


@requires("supervision.view")
def hazard(request, pk):
    """One hazard; that its reporter's name was shown is told to them."""
    row = hazard_of(request, pk)
    if row.reporter:
        read_opened(
            row.organisation.chain, by=request.user, subject=row, person=str(row.reporter.uid)
        )
    return _page(request, row)


def _page(request, row: Hazard, *, bound=None, refusal=None, status=200):
    bound = bound or {}
    state = row.state
    told = state in (Hazard.State.TOLD, Hazard.State.MENDED)
    possible = {
        "tell_hazard": state == Hazard.State.NOTED,
        "mend_hazard": state == Hazard.State.TOLD,
        "verify_hazard": told,
        "drop_hazard": state in (Hazard.State.NOTED, Hazard.State.TOLD),
        "escalate_hazard": told and row.employer_id is not None,
    }
    context = {
        "hazard": row,
        "files": Attachment.objects.of(row),
        "duty": open_about([row]).get(row.pk),
        "story": story(row),
        "may": {
            verb: can_now and request.scope.also(f"supervision.{verb}").covers(row.organisation)
            for verb, can_now in possible.items()
        },
        "tell_form": bound.get("tell_hazard") or forms.TellForm(),
        "mend_form": bound.get("mend_hazard") or forms.GroundForm(),
        "verify_form": bound.get("verify_hazard") or forms.SeenForm(auto_id="seen-%s"),
        "drop_form": bound.get("drop_hazard") or forms.GroundForm(auto_id="drop-%s"),
        "bound": bound,
        "refusal": refusal,
        "today": today(),
    }
    return render(request, "supervision/hazard.html", context, status=status)


def _perform(request, pk, verb: str, form, done: str):
    row = hazard_of(request, pk)
    if form is not None and not form.is_valid():
        return _page(request, row, bound={verb: form}, status=422)
    data = form.cleaned_data if form is not None else {}
    try:
        getattr(acts, verb)(row, **data, by=request.user, on=today())
    except Refused as refusal:
        return _page(
            request, hazard_of(request, pk), bound={verb: form}, refusal=refusal, status=409
        )
    messages.success(request, done)
    return redirect(row)


@require_POST
@requires("supervision.tell_hazard")
def tell_hazard(request, pk):
    done = _("It is noted that the employer was told.")
    return _perform(request, pk, "tell_hazard", forms.TellForm(request.POST), done)


@require_POST
@requires("supervision.mend_hazard")
def mend_hazard(request, pk):
    done = _("Noted. Now go and see.")
    return _perform(request, pk, "mend_hazard", forms.GroundForm(request.POST), done)


@require_POST
@requires("supervision.verify_hazard")
def verify_hazard(request, pk):
    form = forms.SeenForm(request.POST, request.FILES, auto_id="seen-%s")
    return _perform(request, pk, "verify_hazard", form, _("The hazard is settled."))


@require_POST
@requires("supervision.drop_hazard")
def drop_hazard(request, pk):
    form = forms.GroundForm(request.POST, auto_id="drop-%s")
    return _perform(request, pk, "drop_hazard", form, _("Settled as no hazard."))


@require_POST
@requires("supervision.escalate_hazard")
def escalate_hazard(request, pk):
    done = _("A matter has begun. Now write to the employer.")
    return _perform(request, pk, "escalate_hazard", None, done)


@requires("supervision.view")
def hazard_file(request, pk, uid):
    found = queries.attachment_in(hazard_of(request, pk), uid)
    if found is None:
        raise Http404
    return serve(found)
