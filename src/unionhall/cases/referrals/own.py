"""A person's referrals: as they take them along, and when their data is erased."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.cases.referrals.models import Referral
from unionhall.documents.actions import detach
from unionhall.documents.models import Attachment
from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased
from unionhall.members.erasure.parts import register as erase
from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, told
from unionhall.members.takeout.parts import register as take_along

NAMES = (
    *("state", "why", "summary", "with_contact", "proposed_on", "consent_way", "consent_on"),
    *("consent_how", "ground", "ground_text", "sent_on", "answer", "answered_on", "ended_on"),
    "why_ended",
)


def _told(person: Person) -> Iterator[Row]:
    """Without those of which they must not know yet."""
    rows = Referral.objects.filter(case__person=person, is_hidden=False)
    for row in rows.select_related("case", "partner", "to_organisation").order_by("pk"):
        yield told(row, *NAMES, request=row.case.number, to=row.receiver)


def _words(people: list[Person]) -> int:
    """Texts and the papers of consent; that something was referred, to whom and when stays."""
    rows = Referral.objects.filter(case__person__in=people)
    keys = list(rows.values_list("pk", flat=True))
    papers = Attachment.objects.filter(subject_type="cases.referral", subject_id__in=keys)
    for paper in papers:
        detach(paper)
    rows.exclude(ground="").update(ground_text=NOBODY)
    return rows.update(why=NOBODY, summary=NOBODY, consent_how="", answer="", why_ended="")


take_along(Part("referrals", _("Referrals of my requests"), (Referral._meta.label_lower,), _told))
erase(
    Erased(
        "referrals",
        _("The words of referrals, and papers of consent"),
        (Referral._meta.label_lower,),
        _words,
    )
)
