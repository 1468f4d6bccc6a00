"""What was filled into messages to a person, when their data is erased; that they were sent stays."""

from django.utils.translation import gettext_lazy

from unionhall.mailings.models import Recipient
from unionhall.members.erasure.parts import Erased, register
from unionhall.members.models import Person


def _values(people: list[Person]) -> int:
    return Recipient.objects.filter(person__in=people).update(values={})


register(
    Erased(
        "mailings",
        gettext_lazy("What was filled into messages to them"),
        ("mailings.recipient",),
        _values,
    )
)
