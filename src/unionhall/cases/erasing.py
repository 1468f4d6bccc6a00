"""A person's requests, when their data is erased: that they were handled stays, the words go."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.cases.alike.models import Pair
from unionhall.cases.confidential.models import Tie
from unionhall.cases.models import Case, Draft, Group, Message
from unionhall.documents.actions import detach
from unionhall.documents.models import Attachment
from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased, obstacle, register
from unionhall.members.models import Person
from unionhall.papers.erasing import forget


def _words(people: list[Person]) -> int:
    """Texts, answers, messages, drafts and attached files; number, topic, days and outcome stay for figures."""
    cases = list(Case.objects.filter(person__in=people).values_list("pk", flat=True))
    drafts = list(Draft.objects.filter(person__in=people).values_list("pk", flat=True))
    messages = list(Message.objects.filter(case__in=cases).values_list("pk", flat=True))
    attached = Attachment.objects.filter(
        Q(subject_type="cases.case", subject_id__in=cases)
        | Q(subject_type="cases.message", subject_id__in=messages)
        | Q(subject_type="cases.draft", subject_id__in=drafts)
    )
    for attachment in attached:
        detach(attachment)
    forget(Case._meta.label_lower, cases, nobody=NOBODY)
    Message.objects.filter(pk__in=messages, from_worker=True).update(by_label=NOBODY)
    Message.objects.filter(pk__in=messages).update(text=NOBODY)
    Tie.objects.filter(case__in=cases).update(reason="")
    Pair.objects.filter(Q(one__in=cases) | Q(other__in=cases)).update(reason="")
    Draft.objects.filter(pk__in=drafts).delete()
    Group.objects.filter(case__in=cases).update(about="")
    return Case.objects.filter(pk__in=cases).update(text=NOBODY, answer="")


@obstacle
def _open(people: list[Person], on: date) -> Iterator[str]:
    """A request under way needs its words."""
    if Case.objects.filter(person__in=people, is_open=True).exists():
        yield _("A request of theirs is under way.")


register(
    Erased(
        "requests",
        gettext_lazy("The words of requests and answers, and attached files"),
        (
            *("cases.case", "cases.message", "cases.draft", "cases.tie", "cases.pair"),
            *("cases.group", "papers.paper", "papers.item"),
        ),
        _words,
    )
)
