"""Which duties to list, and whom to pass one on to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.duties import subjects
from unionhall.duties.queries import Receiver

SHOWN = (("mine", _("Mine")), ("office", _("My offices’")), ("unit", _("My units’")))
WHEN = (("", _("Any date")), ("overdue", _("Overdue")), ("week", _("Within seven days")))


def kinds() -> list[tuple[str, str]]:
    """Every kind of duty an app has named."""
    return [("", str(_("All kinds"))), *subjects.kinds().items()]


class FilterForm(forms.Form):
    """Filters of the inbox; whatever cannot be read is as if it were not there."""

    show = forms.ChoiceField(choices=SHOWN, required=False, widget=forms.HiddenInput)
    when = forms.ChoiceField(label=_("Date"), choices=WHEN, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=kinds)

    def chosen(self) -> dict[str, str]:
        """The filters that are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PassOnForm(forms.Form):
    """Somebody in office there or above, or everybody in an office."""

    def __init__(self, receivers: list[Receiver], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.receivers = {receiver.key: receiver for receiver in receivers}
        people = [(r.key, str(r)) for r in receivers if r.user]
        offices = [(r.key, str(r)) for r in receivers if not r.user]
        groups = [
            ("", _("Choose …")),
            (_("A person"), people),
            (_("Everybody in an office"), offices),
        ]
        self.fields["to"] = forms.ChoiceField(label=_("To whom"), choices=groups)

    def receiver(self) -> Receiver:
        """Whom was chosen."""
        return self.receivers[self.cleaned_data["to"]]
