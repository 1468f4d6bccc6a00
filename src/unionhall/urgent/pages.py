"""What the page of one urgent matter is made of."""

from unionhall.access.grants import offices_with
from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.routing import RECEIVERS
from unionhall.core.clock import now, today
from unionhall.duties.queries import open_about
from unionhall.organisations.models import Mandate
from unionhall.urgent import concerned, forms, queries
from unionhall.urgent.models import UrgentMatter

ACTS = {
    "opened": "alert-octagon",
    "told": "phone",
    "not_told": "x",
    "reassessed": "alert-triangle",
    "handed_over": "arrows-exchange",
    "moved": "building-community",
    "ended": "circle-check",
}


def officers(matter: UrgentMatter):
    """Who can lead it: in office there or above, but for whoever leads it now."""
    line = [int(key) for key in matter.organisation.path.strip("/").split("/")]
    held = Mandate.objects.in_force(on=today()).filter(
        organisation__in=line,
        office__in=offices_with("urgent.handle").intersection(RECEIVERS),
    )
    rows = User.objects.filter(pk__in=held.values("user"), is_active=True)
    if matter.lead:
        rows = rows.exclude(pk=matter.lead.pk)
    return rows.order_by("name", "pk")


def common(matter: UrgentMatter, user) -> dict:
    """What the page and the printed report both show."""
    return {
        "matter": matter,
        "now": now(),
        "today": today(),
        "lines": [
            {"row": one, "icon": ACTS.get(one.act, "pencil")} for one in queries.story(matter)
        ],
        "tellings": list(queries.list_of(matter)),
        "listed": matter.affected.count(),
        "links": concerned.linked(matter, user),
    }


def of_officer(matter: UrgentMatter, request, *, refusal=None, **bound) -> dict:
    """The officer's page with the forms of what may be done now."""
    found = common(matter, request.user)
    handles = matter.is_open and scope(request.user, "urgent.handle").covers(matter.organisation)
    sees_names = scope(request.user, "members.view").covers(matter.organisation)
    made = {
        "line_form": forms.LineForm(auto_id="id_line_%s"),
        "add_told_form": forms.AddToldForm(auto_id="id_also_%s"),
        "reassess_form": forms.ReassessForm(
            auto_id="id_reassess_%s", initial={"gravity": matter.gravity, "people": matter.people}
        ),
        "hand_over_form": forms.HandOverForm(auto_id="id_to_%s", officers=officers(matter)),
        "affected_form": forms.AffectedForm(auto_id="id_affected_%s"),
        "link_form": forms.LinkForm(auto_id="id_link_%s"),
        "end_form": forms.EndForm(auto_id="id_end_%s"),
    }
    waiting = [one for one in found["tellings"] if one.is_waiting] if handles else []
    for one in waiting:
        one.told_form = forms.ToldForm(auto_id=f"id_told{one.pk}_%s")
        one.drop_form = forms.ReasonForm(auto_id=f"id_drop{one.pk}_%s")
    affected = matter.affected.select_related("person").order_by("pk")[:500]
    return (
        found
        | made
        | bound
        | {
            "bound": bound,
            "refusal": refusal,
            "handles": handles,
            "may_lead": handles and matter.lead_id is None,
            "affected": list(affected) if sees_names else None,
            "duty": open_about([matter]).get(matter.pk),
        }
    )
