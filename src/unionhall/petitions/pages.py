"""What the page of one petition is made of."""

from typing import Any

from unionhall.access.scope import scope
from unionhall.cases import routing
from unionhall.cases.drawing import drawn
from unionhall.core.clock import today
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.petitions import actions, bringing, forms
from unionhall.petitions.models import SETTLED, Petition
from unionhall.petitions.procedure import ANSWER, PROCEDURE, STEPS
from unionhall.petitions.story import sentence, story

# Steps of the level above; all others are taken where the petition lies first.
REVIEWING = ("answer_review", "answer_recheck", "hold_hearing", "end_hearing")
TAKEN = ("accept", "pass_to", "refuse", "answer", "end", "note_repeat", "withdraw")
ON_BEHALF = ("ask_review", "ask_recheck")  # written down for a petitioner without an account


def common(row: Petition) -> dict:
    """What officer and petitioner both see."""
    on = today()
    duties = Duty.objects.open().about(row).order_by("due_on", "pk")
    return {
        "petition": row,
        "today": on,
        "happenings": [
            {"row": one, "words": sentence(one.act)}
            for one in row.happenings.select_related("organisation")
        ],
        "duties": [{"row": duty, "label": subjects.label(duty.kind)} for duty in duties],
        "people": row.petitioners.count(),
        "trail": story(row),
        "picture": drawn(PROCEDURE, here=row.stage),
        "settled": row.stage in SETTLED,
    }


def of_petitioner(row: Petition, user) -> dict:
    """A petitioner's own page: of the others it tells how many they are and who speaks for all."""
    found = common(row)
    spoken = row.petitioners.filter(is_representative=True).select_related("person")
    readers = routing.desks(
        row.organisation,
        "cases.view_restricted" if row.is_restricted else "petitions.view",
        on=found["today"],
        federations_only=row.is_restricted,
    )
    asking = actions.may_ask(row)
    return found | {
        "speakers": [one.person.name for one in spoken.order_by("pk")],
        "readers": routing.named(readers),
        "asking": asking,
        "ask_form": forms.TextForm(act=asking) if asking else None,
        "may_end": bool(asking),
        "alone": found["people"] == 1,
        "speaks": any(one.person.user_id == user.pk for one in spoken) or found["people"] == 1,
    }


def of_officer(row: Petition, user, **bound) -> dict:
    """The officer's page with the forms of what may be done now."""
    found, act = common(row), bound.get("act", "")

    def may(ability: str) -> bool:
        return scope(user, ability).covers(row.organisation)

    may_handle, may_review = may("petitions.handle"), may("petitions.review")
    steps: list[dict[str, Any]] = [
        {
            "step": step,
            "form": bound["form"] if step.act == act else forms.TextForm(act=step.act),
            "reviews": step.act in REVIEWING,
        }
        for step in STEPS
        if row.stage in step.among
        and (may_review if step.act in REVIEWING else may_handle)
        and step.act in (*TAKEN, *REVIEWING, *ON_BEHALF)
    ]
    extends = may_handle and any(one["row"].kind == ANSWER for one in found["duties"])
    return found | {
        "refusal": bound.get("refusal"),
        "bound_act": act,
        "steps": [one for one in steps if one["step"].act != "withdraw"],
        "ends": [one for one in steps if one["step"].act == "withdraw"],
        "petitioners": list(row.petitioners.select_related("person").order_by("pk")),
        "needs_representatives": bringing.lacks_representatives(row, on=found["today"]),
        "handles": may_handle and row.is_open,
        "extend_form": forms.ExtendForm(auto_id="id_extend_%s") if extends else None,
        "petitioner_form": forms.PetitionerForm(auto_id="id_petitioner_%s"),
        "choose_form": forms.ChooseForm(petition=row, auto_id="id_choose_%s"),
    }
