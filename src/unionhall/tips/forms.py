"""What is typed into the pages of reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.forms import PhoneFormField
from unionhall.cases.forms import FilesField, words
from unionhall.cases.models import Topic
from unionhall.tips.cleaning import MAX_BYTES, MOST_FILES
from unionhall.tips.recipients import Level

LONGEST = 20_000


class CleanedFilesField(FilesField):
    """A few files, to be cleaned before they are kept."""

    def __init__(self, **options):
        options["help_text"] = _(
            "Up to five, 10 MB each: photos, PDF, Word, Excel. Hidden data is removed; what can be read or seen in them is not."
        )
        super().__init__(**options)

    def clean(self, data, initial=None):
        files = super().clean(data, initial)
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most five files at a time."))
        if any(file.size > MAX_BYTES for file in files):
            raise forms.ValidationError(_("A file is larger than 10 MB."))
        return files


class SendForm(forms.Form):
    """A report: what happened, who must not read it, and files."""

    text = words(_("What happened?"), rows=9, most=LONGEST)
    files = CleanedFilesField()
    leave_out = forms.TypedMultipleChoiceField(
        label=_("Must somebody of them not read it?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick whoever it is about or who is close to them. They do not learn that it exists."
        ),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, *args, level: Level, **kwargs):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["leave_out"].choices = [
            (user.pk, _("%(name)s (%(office)s)") % {"name": user, "office": offices})
            for user, offices in level.people
        ]


class ReceiptForm(forms.Form):
    """The receipt, however it is spaced."""

    receipt = forms.CharField(
        label=_("Your receipt"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


class AddForm(forms.Form):
    """Something more, from whoever reported."""

    text = words(_("What do you want to say?"), rows=5, most=LONGEST)
    files = CleanedFilesField()


class NameForm(forms.Form):
    """A name, given freely, so that it goes on as a request."""

    name = forms.CharField(label=_("Your name, as in the union's register"), max_length=100)
    phone = PhoneFormField()
    agreed = forms.BooleanField(
        label=_("I want it to go on as a request under my name. I know that I am not unknown then.")
    )


class OfficerForm(forms.Form):
    """What an officer writes to whoever reported."""

    text = words(_("What do you want to say?"), rows=5, most=LONGEST)


class TakeOverForm(forms.Form):
    """What the request is about, and its words, which its readers see."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic.choices)
    text = words(_("Words of the request"), rows=6)
