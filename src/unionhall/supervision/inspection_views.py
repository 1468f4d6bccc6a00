"""The pages of inspections and of the checklist."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.access.organisations.pages import perform, turned
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal
from unionhall.documents.web import serve
from unionhall.duties.queries import open_about
from unionhall.supervision import checklist, forms, periods, queries
from unionhall.supervision import inspections as acts
from unionhall.supervision.models import Inspection, Item, Subject
from unionhall.supervision.story import story
from unionhall.supervision.views import tabs_of


def inspection_of(request, pk: int) -> Inspection:
    rows = Inspection.objects.within(request.scope)
    return get_object_or_404(rows.select_related("organisation", "employer", "matter"), pk=pk)


@requires("supervision.view")
def inspections(request):
    """Inspections: those to come, or those done."""
    shown = request.GET.get("show", "coming")
    rows = Inspection.objects.within(request.scope).select_related("organisation", "employer")
    if shown == "past":
        rows = rows.filter(state__in=(Inspection.State.DONE, Inspection.State.CALLED_OFF))
        page = keyset(rows, ("-planned_on", "-pk"), request.GET.get("at", ""))
    else:
        shown = "coming"
        rows = rows.filter(state__in=(Inspection.State.PLANNED, Inspection.State.SIGNING))
        page = keyset(rows, ("planned_on", "pk"), request.GET.get("at", ""))
    waiting = open_about(page)
    context = {
        "rows": [(row, waiting.get(row.pk)) for row in page],
        "before": turned(request, page.before),
        "after": turned(request, page.after),
        "tabs": tabs_of(request, shown, [("coming", _("To come")), ("past", _("Past"))]),
        "may_plan": bool(request.scope.also("supervision.plan")),
        "today": today(),
    }
    return render(request, "supervision/inspections.html", context)


@requires("supervision.plan")
def plan(request):
    """Plan an inspection."""
    form = forms.PlanForm(request.POST or None, scope=request.scope)
    unit = form.fields["organisation"].initial
    rule = periods.rule_of("supervisors", unit, on=today()) if unit else ""
    return perform(
        request,
        "supervision/plan.html",
        form,
        lambda data: acts.plan(**data, by=request.user, on=today()),
        done=_("The inspection is planned, and its supervisors are told."),
        rule_id=rule,
    )


@requires("supervision.view")
def inspection(request, pk):
    """One inspection: its checklist to fill in, or its record."""
    return _page(request, inspection_of(request, pk))


def _page(request, row: Inspection, *, bound=None, refusal=None, status=200):
    supervisors = list(row.supervisors.select_related("user").order_by("pk"))
    mine = next((one for one in supervisors if one.user_id == request.user.pk), None)
    fills_in = bool(mine) and row.is_planned and _may(request, row, "check")
    signing = row.state in (Inspection.State.PLANNED, Inspection.State.SIGNING)
    findings = {one.item: one for one in queries.with_files(row.findings.order_by("pk"))}
    fine = set(row.in_order.values_list("item", flat=True))
    context = {
        "inspection": row,
        "matter": getattr(row, "matter", None),
        "supervisors": supervisors,
        "groups": _groups(row, findings, fine, bound, fills_in=fills_in),
        "counts": {"in_order": len(fine), "findings": len(findings)},
        "fills_in": fills_in,
        "may_sign": mine is not None
        and mine.signed_on is None
        and signing
        and bool(fine or findings),
        "may_call_off": row.is_planned and _may(request, row, "call_off"),
        "call_off_form": forms.ReasonForm(),
        "duty": open_about([row]).get(row.pk),
        "rule_id": periods.rule_of("supervisors", row.organisation, on=today()),
        "story": story(row),
        "refusal": refusal,
        "today": today(),
    }
    return render(request, "supervision/inspection.html", context, status=status)


def _may(request, row: Inspection, verb: str) -> bool:
    return request.scope.also(f"supervision.{verb}").covers(row.organisation)


def _groups(row, findings, fine, bound, *, fills_in: bool) -> list[tuple[str, list[dict]]]:
    """The checklist by subject; once it is signed only what was noted."""
    noted = {*findings, *fine}
    entries = checklist.titles(noted) if not fills_in else checklist.entries(row.organisation)
    groups: dict[str, list[dict]] = {subject.value: [] for subject in Subject}
    for code, entry in entries.items():
        if not fills_in and code not in noted:
            continue
        found = findings.get(code)
        form = None
        if fills_in:
            asked = bound if bound and bound.data.get("item") == code else None
            form = asked or forms.CheckForm(auto_id=f"{code}-%s", initial=_first(code, found))
        groups[entry.subject].append(
            {
                "entry": entry,
                "finding": found,
                "in_order": code in fine,
                "form": form,
                "open": bool(form and form.is_bound),
            }
        )
    return [(str(Subject(name).label), rows) for name, rows in groups.items() if rows]


def _first(code: str, found) -> dict:
    if found is None:
        return {"item": code, "in_order": ""}
    told = {"text": found.text, "affected": found.affected, "severity": found.severity}
    return {"item": code, "in_order": ""} | told


@require_POST
@requires("supervision.check")
def check(request, pk):
    row = inspection_of(request, pk)
    form = forms.CheckForm(request.POST, request.FILES, auto_id=f"{request.POST.get('item')}-%s")
    if not form.is_valid():
        return _page(request, row, bound=form, status=422)
    data = {**form.cleaned_data, "in_order": bool(form.cleaned_data["in_order"])}
    try:
        acts.check(row, **data, by=request.user, on=today())
    except Refused as refusal:
        return _page(request, row, bound=form, refusal=refusal, status=409)
    return redirect(f"{row.get_absolute_url()}#{data['item']}")


@require_POST
@requires("supervision.sign")
def sign(request, pk):
    row = inspection_of(request, pk)
    with explain_refusal(request):
        made = acts.sign(row, by=request.user, on=today())
        if made:
            messages.success(request, _("The record is complete, and its findings are a matter."))
            return redirect(made)
        messages.success(request, _("You have signed."))
    return redirect(row)


@require_POST
@requires("supervision.call_off")
def call_off(request, pk):
    row, form = inspection_of(request, pk), forms.ReasonForm(request.POST)
    with explain_refusal(request):
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        acts.call_off(row, reason=reason, by=request.user, on=today())
        messages.success(request, _("The inspection is called off."))
    return redirect(row)


@requires("supervision.view")
def inspection_file(request, pk, uid):
    found = queries.attachment_in(inspection_of(request, pk), uid)
    if found is None:
        raise Http404
    return serve(found)


@requires("supervision.view")
def items(request):
    """The checklist: the product's items, and those unions have added."""
    own = Item.objects.within(request.scope).filter(removed_on=None)
    context = {
        "groups": [
            (label, [one for one in checklist.shipped().values() if one.subject == value])
            for value, label in Subject.choices
        ],
        "own": own.select_related("organisation").order_by("subject", "pk"),
        "form": forms.ItemForm(scope=request.scope.also("supervision.add_item")),
        "may_add": bool(request.scope.also("supervision.add_item")),
        "may_remove": bool(request.scope.also("supervision.remove_item")),
    }
    return render(request, "supervision/items.html", context)


@require_POST
@requires("supervision.add_item")
def add_item(request):
    form = forms.ItemForm(request.POST, scope=request.scope)
    with explain_refusal(request):
        if not form.is_valid():
            raise Refused(_("The item was not added: fill in every field."))
        acts.add_item(**form.cleaned_data, by=request.user, on=today())
        messages.success(request, _("The item stands on the checklist."))
    return redirect("supervision:items")


@require_POST
@requires("supervision.remove_item")
def remove_item(request, pk):
    row = get_object_or_404(Item.objects.within(request.scope), pk=pk)
    with explain_refusal(request):
        acts.remove_item(row, by=request.user, on=today())
        messages.success(request, _("The item was taken off the checklist."))
    return redirect("supervision:items")
