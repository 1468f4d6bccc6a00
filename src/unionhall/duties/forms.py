"""Which duties to list, and whom to pass one on to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.duties import subjects
from unionhall.duties.queries import Receiver

SHOWN = (("mine", _("Mine")), ("office", _("My offices’")), ("unit", _("My units’")))
WHEN = (("", _("Any date")), ("overdue", _("Overdue")), ("week", _("Within seven days")))


class FilterForm(forms.Form):
    """Filters of the inbox; whatever cannot be read is as if it were not there."""

    show = forms.ChoiceField(choices=SHOWN, required=False, widget=forms.HiddenInput)
    when = forms.ChoiceField(label=_("Date"), choices=WHEN, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *subjects.kinds().items()]

    def chosen(self) -> dict[str, str]:
        """The filters that are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PassOnForm(forms.Form):
    """Somebody in office there or above, or everybody in an office."""

    to = forms.ChoiceField(label=_("To whom"))

    def __init__(self, receivers: list[Receiver], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.receivers = {receiver.key: receiver for receiver in receivers}
        self.fields["to"].choices = [
            ("", _("Choose …")),
            (_("A person"), [(r.key, str(r)) for r in receivers if r.user]),
            (_("Everybody in an office"), [(r.key, str(r)) for r in receivers if not r.user]),
        ]

    def receiver(self) -> Receiver:
        """Whom was chosen."""
        return self.receivers[self.cleaned_data["to"]]
