"""What is typed at the telephone desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.cases.calls.models import CallKind
from unionhall.cases.forms import words
from unionhall.cases.models import Topic
from unionhall.organisations.models import Organisation


class CallForm(forms.Form):
    """One call; of somebody in no register only a name and a number."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Number to call"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    text = words(_("What is asked"), rows=3)
    kind = forms.ChoiceField(
        label=_("How it goes on"), choices=CallKind.choices, widget=forms.RadioSelect
    )
    answer = words(_("What was answered"), rows=2, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Taken at"), queryset=Organisation.objects.none(), to_field_name="code"
    )

    def __init__(self, *args, scope, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        tops = Organisation.objects.open().filter(path__in=scope.paths).order_by("path")
        self.fields["organisation"].queryset = tops
        if len(scope.paths) == 1:
            # One desk: nothing to choose.
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = tops.values_list("code", flat=True).first()
        if person is not None:
            del self.fields["name"]
        else:
            rest = [pair for pair in CallKind.choices if pair[0] != CallKind.REQUEST]
            self.fields["kind"].choices = rest


class ReturnForm(forms.Form):
    answer = words(_("What was answered"), rows=3, required=False)
