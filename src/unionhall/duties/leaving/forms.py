"""To whom what lies on a desk goes, kind by kind."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.duties.leaving.holdings import Holding


class HandOverDeskForm(forms.Form):
    """One choice for each kind that lies there, and why."""

    def __init__(self, *args, holdings: list[Holding], users: Iterable[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.users = {str(user.pk): user for user in users}
        choices = [("", _("Nobody yet")), *((key, str(user)) for key, user in self.users.items())]
        for holding in holdings:
            self.fields[f"to_{holding.name}"] = forms.ChoiceField(
                label=str(holding.label), choices=choices, required=False
            )
        self.fields["reason"] = forms.CharField(
            label=_("Why the desk is handed over"),
            max_length=150,
            help_text=_("It stands on the list that both sign, and beside each request."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )

    def receivers(self) -> dict[str, User | None]:
        """Who takes which kind, as the act takes it."""
        return {
            name.removeprefix("to_"): self.users.get(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("to_")
        }
