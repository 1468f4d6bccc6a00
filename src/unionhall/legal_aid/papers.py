"""The paper of legal aid: the decision, granted or refused."""

from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.legal_aid import steps
from unionhall.legal_aid.models import Aid, AidState
from unionhall.papers.kinds import Field, Kind, Subject, register
from unionhall.ui.pieces.text import written

TEXTS = Path(__file__).with_name("papers.toml")
FIELDS = (
    Field("aid", _("the number of the application"), "FY2026-00012"),
    Field("worker", _("the worker's name"), "李小明"),
    Field("other_side", _("the other side"), "红星机械厂"),
    Field("matter", _("what aid is asked for"), "工作中的争议"),
    Field("form", _("how aid is given"), "代理仲裁"),
    Field("asked_on", _("the day of the application"), "2026年11月20日"),
    Field("reason", _("the reason"), "符合法律援助条件。", is_long=True),
    Field("lawyer", _("the lawyer in charge"), "高律师"),
    Field("granted", _("something where aid is granted, empty where it is refused"), "是"),
    Field("refused", _("something where aid is refused, empty where it is granted"), ""),
)


def values(aid: Aid, on: date) -> dict[str, str]:
    """What the application itself says, in words of the language of now."""
    charge = aid.assignments.filter(until_on=None).select_related("lawyer").first()
    refused = aid.state == AidState.REFUSED
    return {
        "aid": aid.number,
        "worker": aid.person.name,
        "other_side": aid.other_side,
        "matter": aid.get_matter_display(),
        "form": aid.get_form_display(),
        "asked_on": written(aid.asked_on),
        "reason": aid.reason,
        "lawyer": f"{charge.lawyer.name}（{charge.lawyer.firm}）" if charge else "",
        "granted": "" if refused else "1",
        "refused": "1" if refused else "",
    }


register(
    Subject(
        label="legal_aid.aid",
        name="legal-aid",
        readable=lambda user, ability, on: (
            Aid.objects.within(scope(user, ability, on=on))
            .within(scope(user, "legal_aid.view", on=on))
            .select_related("person__user")
        ),
        key="pk",
        person=lambda aid: str(aid.person.uid),
        note=steps.note,
        guard=steps.refuse_own,
        tell=lambda aid: steps.tell_worker(aid, "paper"),
        mine=lambda user: Aid.objects.filter(person__user=user),
    ),
    Kind(
        "legal_aid.decision",
        "legal_aid.aid",
        _("Decision on legal aid"),
        "援",
        TEXTS,
        FIELDS,
        values,
        for_worker=True,
        fits=lambda aid: aid.state in (AidState.GRANTED, AidState.REFUSED),
    ),
)
