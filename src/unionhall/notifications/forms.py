"""What a person wants to be told, and where."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.notifications import channels
from unionhall.notifications.kinds import ALWAYS, KINDS, OPTIONAL, label
from unionhall.notifications.models import Message, Preference


class WantedForm(forms.Form):
    """One tick for each kind of notice and each channel that reaches the user.

    A kind that may be declined altogether has one more, before the others.
    """

    def __init__(self, user: User, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = {
            (row.kind, row.channel): row.wanted for row in Preference.objects.filter(user=user)
        }
        for kind in KINDS:
            if kind in OPTIONAL:
                self.fields[f"{kind}-in_app"] = forms.BooleanField(
                    label=_("Send me these at all"),
                    required=False,
                    initial=chosen.get((kind, "in_app"), True),
                )
            for channel in channels.reaching(user):
                self.fields[f"{kind}-{channel}"] = forms.BooleanField(
                    label=Message.Channel(channel).label,
                    required=False,
                    initial=chosen.get((kind, channel), channels.by_default(user, channel)),
                )

    def wanted(self) -> dict[tuple[str, str], bool]:
        """What was chosen, as `actions.choose` takes it."""
        return {_parts(name): wants for name, wants in self.cleaned_data.items()}

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField], str]]:
        """The ticks by kind of notice, with why it cannot be declined where that is said."""
        found: dict[str, list[forms.BoundField]] = {}
        for bound in self:
            found.setdefault(_parts(bound.name)[0], []).append(bound)
        for kind, ticks in found.items():
            yield label(kind), ticks, str(ALWAYS.get(kind, ""))


class ChatForm(forms.Form):
    """An address as the chat program's robot shows it."""

    address = forms.CharField(
        label=_("Address of your chat"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def _parts(name: str) -> tuple[str, str]:
    kind, _dash, channel = name.partition("-")
    return kind, channel
