"""What the page of one dispute is made of."""

from typing import Any

from unionhall.access.scope import scope
from unionhall.cases import routing
from unionhall.cases.drawing import drawn
from unionhall.core.clock import today
from unionhall.disputes import forms, limits, queries, rules
from unionhall.disputes.models import Dispute
from unionhall.disputes.moving import EXTENDABLE
from unionhall.disputes.procedure import BY_ACT, PROCEDURE, STEPS
from unionhall.disputes.story import sentence, story
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.papers.models import Paper

# Steps of whoever mediates; all others are taken by whoever acts for the worker.
MEDIATING = ("accept", "record_session", "agree", "fail_mediation")
# Which one is offered first where several may be taken.
EARLY_ENDS = ("withdraw", "end")


def common(row: Dispute) -> dict:
    """What officer and worker both see."""
    on = today()
    found = limits.reckonings(row, on=on)
    happenings = list(row.happenings.all())
    return {
        "dispute": row,
        "today": on,
        "limitation": rules.earliest(found),
        "reckonings": [reckoned(one) for one in found],
        "claims": queries.claims_of(row, on=on),
        "instalments": list(row.instalments.all()),
        "mediators": list(row.mediators.all()),
        "happenings": [{"row": one, "words": sentence(one.act)} for one in happenings],
        "duties": [
            {"row": duty, "label": subjects.label(duty.kind)}
            for duty in Duty.objects.open().about(row).order_by("due_on", "pk")
        ],
        "trail": story(row),
        "picture": drawn(PROCEDURE, here=row.stage),
    }


def reckoned(found: rules.Limitation) -> list[dict]:
    """The lines of a reckoning, with the words of what moved it."""
    return [
        {"line": line, "words": sentence(line.event) if line.event else ""} for line in found.lines
    ]


def of_worker(row: Dispute, user) -> dict:
    """The worker's own page: of the others in a collective dispute it names nobody but who speaks for all."""
    found = common(row)
    found["claims"] = [
        one for one in found["claims"] if one["row"].claimant.person.user_id == user.pk
    ]
    found["speakers"] = [
        one.person.name
        for one in row.claimants.filter(is_representative=True).select_related("person")
    ]
    readers = routing.desks(
        row.organisation,
        "cases.view_restricted" if row.is_restricted else "disputes.view",
        on=found["today"],
        federations_only=row.is_restricted,
    )
    found["readers"] = routing.named(readers)
    found["papers"] = Paper.objects.of(row).filter(to_worker=True)
    found["next"] = [
        step for step in STEPS if row.stage in step.among and step.act not in EARLY_ENDS
    ]
    return found


def of_officer(row: Dispute, request, **bound) -> dict:
    """The officer's page with the forms of what may be done now."""
    found, act = common(row), bound.get("act", "")
    steps: list[dict[str, Any]] = []

    def may(ability: str) -> bool:
        return scope(request.user, ability).covers(row.organisation)

    for step in STEPS:
        ability = "disputes.mediate" if step.act in MEDIATING else "disputes.handle"
        if row.stage in step.among and step.act != "note_fulfilled" and may(ability):
            form = bound["form"] if act == step.act else forms.StepForm(act=step.act, dispute=row)
            steps.append({"step": step, "form": form, "mediates": step.act in MEDIATING})
    workers = list(row.claimants.select_related("person").order_by("pk"))
    handles = may("disputes.handle")
    for duty in found["duties"]:
        kind = duty["row"].kind
        told = {"kind": kind}
        if handles and kind in EXTENDABLE:
            duty["extend"] = forms.ExtendForm(auto_id=f"id_{kind}_%s", initial=told)
        if handles and duty["row"].due_on < found["today"] and kind != "disputes.check_instalment":
            duty["miss"] = forms.MissForm(auto_id=f"id_miss_{kind}_%s", initial=told)
    for one in found["happenings"]:
        if handles and row.is_open:
            one["form"] = forms.CorrectForm(auto_id=f"id_h{one['row'].pk}_%s")
    return found | {
        "refusal": bound.get("refusal"),
        "bound_act": act,
        "steps": [one for one in steps if one["step"].act not in EARLY_ENDS],
        "ends": [one for one in steps if one["step"].act in EARLY_ENDS],
        "workers": workers,
        "collective": queries.is_collective(len(workers), on=found["today"]),
        "handles": handles and row.is_open,
        "may_paper": may("papers.view"),
        "may_pay": handles and row.is_paying,
        "claim_form": forms.ClaimForm(dispute=row, auto_id="id_claim_%s"),
        "claimant_form": forms.ClaimantForm(auto_id="id_claimant_%s"),
        "represent_form": forms.RepresentForm(auto_id="id_represent_%s"),
        "instalment_form": forms.InstalmentForm(auto_id="id_instalment_%s"),
        "limit_form": forms.LimitForm(auto_id="id_limit_%s"),
        "choose_form": forms.ChooseForm(dispute=row, auto_id="id_choose_%s"),
    }


def is_step(act: str) -> bool:
    """Whether there is such a step that somebody takes by hand."""
    return act in BY_ACT and act != "note_fulfilled"
