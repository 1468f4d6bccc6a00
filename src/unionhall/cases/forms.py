"""What is typed into the pages of requests."""

import uuid
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.cases.models import Channel, Concern, Difficulty, Satisfaction, Topic
from unionhall.cases.outcomes import forms as outcome

MOST_FILES = 6


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; whether each may be kept is for `documents` to say."""

    def __init__(self, **options):
        options.setdefault("required", False)
        options.setdefault("label", _("Photos or files"))
        options.setdefault(
            "help_text",
            _("Up to six; photos, PDF, Word or Excel. Where a photo was taken is removed."),
        )
        options["widget"] = SeveralFilesInput(
            attrs={"multiple": True, "accept": "image/*,.pdf,.docx,.xlsx"}
        )
        super().__init__(**options)

    def clean(self, data, initial=None):
        one = super().clean
        files = [one(item, initial) for item in (data or [])] if isinstance(data, list) else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most six files at a time."))
        return [file for file in files if file]


def words(label, *, rows=4, required=True, help_text="", most=4000) -> forms.CharField:
    """A field for several lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class WordsForm(forms.Form):
    """Step one of a request: what is the matter."""

    text = words(
        _("What is the matter?"),
        rows=7,
        help_text=_(
            "In your own words: what happened, since when, what you would like. You can add to it later."
        ),
    )


class TopicForm(forms.Form):
    """Step two: what it is about, and proof if there is any."""

    topic = forms.ChoiceField(
        label=_("What is it about?"), choices=Topic.choices, widget=forms.RadioSelect
    )
    files = FilesField()


def concern_field() -> forms.ChoiceField:
    """Why something is kept to named persons; needed only then."""
    return forms.ChoiceField(
        label=_("If it is kept to named persons: why?"),
        choices=[("", _("It is not")), *Concern.choices],
        required=False,
    )


def with_concern(form: forms.Form, data):
    """Say at the field that one kept to named persons needs its concern."""
    data = data or form.cleaned_data
    if data.get("readers") == "named" and not data.get("concern"):
        form.add_error("concern", _("Say what makes it confidential."))
    return data


class ReadersForm(forms.Form):
    """Step three: who may read it."""

    READERS = (
        ("union", _("My union and the federation above it")),
        ("federation", _("Only the federation's rights officer, not my enterprise union")),
        ("named", _("Only persons named on it: keep this confidential")),
    )
    readers = forms.ChoiceField(
        label=_("Who may read it?"), choices=READERS, widget=forms.RadioSelect
    )
    concern = concern_field()
    about = forms.TypedMultipleChoiceField(
        label=_("Is it about somebody of the union?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever you tick can never read it and is told nothing."),
    )

    def __init__(self, *args, officers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = officers

    def clean(self):
        return with_concern(self, super().clean())


class BringForm(forms.Form):
    """A request that a delegate brings for a member, on one page."""

    text = words(
        _("What is the matter?"),
        rows=7,
        help_text=_("What happened, since when, and what they would like."),
    )
    topic = forms.ChoiceField(
        label=_("What is it about?"), choices=Topic.choices, widget=forms.RadioSelect
    )
    files = FilesField()
    readers = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=(
            ("union", _("The member's union and the federation above it")),
            (
                "federation",
                _("Only the federation's rights officer, not the member's enterprise union"),
            ),
            ("named", _("Only persons named on it: keep this confidential")),
        ),
        widget=forms.RadioSelect,
        initial="union",
    )
    concern = concern_field()
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self):
        return with_concern(self, super().clean())


class TakeDownForm(forms.Form):
    """A request an officer writes down for a worker."""

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    channel = forms.ChoiceField(
        label=_("Brought"), choices=[pair for pair in Channel.choices if pair[0] != Channel.ONLINE]
    )
    text = words(
        _("What the worker says"),
        rows=6,
        help_text=_("Read it back to the worker before you save."),
    )
    restricted = forms.BooleanField(
        label=_("Only for the federation's rights officer"), required=False
    )
    concern = forms.ChoiceField(
        label=_("Keep this to named persons"),
        choices=[("", pgettext_lazy("confidential", "No")), *Concern.choices],
        required=False,
        help_text=_("Then you read it no more yourself, unless you are named on it."),
    )
    about = forms.TypedMultipleChoiceField(
        label=_("Is it about somebody of the union?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever you tick can never read it and is told nothing."),
    )
    files = FilesField()

    def __init__(self, *args, may_restrict: bool, officers=(), **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["about"]).choices = officers
        if not officers:
            del self.fields["about"]
        if not may_restrict:
            del self.fields["restricted"]


class TextForm(forms.Form):
    """A question, a reply or a note."""

    text = words(_("What you want to say"), rows=3)
    files = FilesField()


# What each class means, for whoever sets it: it is about the work, never about the worker.
ADVICE = (
    (Difficulty.SIMPLE, _("Simple: one call or one paper settles it, and the rule is clear")),
    (Difficulty.ORDINARY, _("Ordinary: to be checked and talked over with the employer")),
    (Difficulty.HARD, _("Hard: many workers, several authorities, or facts in dispute")),
)


def difficulty_field(*, required: bool, choices=ADVICE, **more) -> forms.ChoiceField:
    """How much work it takes; its help says what follows from it."""
    return forms.ChoiceField(
        label=_("How much work is it?"),
        choices=choices,
        required=required,
        widget=forms.RadioSelect,
        **more,
        help_text=_(
            "Each has its own promise of an answer; the worker reads the date. It says nothing of the worker."
        ),
    )


class AcceptForm(forms.Form):
    """Taking a request on; without a class the period of the law holds."""

    difficulty = difficulty_field(
        required=False,
        choices=(*ADVICE, ("", _("I cannot say yet: the law's period holds"))),
        initial=Difficulty.ORDINARY,
    )


class DifficultyForm(forms.Form):
    """Setting the class anew."""

    difficulty = difficulty_field(required=True)
    reason = words(_("Reason, as the worker will read it"), rows=2)


class RefuseForm(forms.Form):
    reason = words(_("Why the union does not take it on"), rows=3)
    instead = words(_("Where the worker can go instead"), rows=2)


class ReasonForm(forms.Form):
    reason = words(_("Reason"), rows=2)


class ExtendForm(forms.Form):
    days = forms.IntegerField(label=_("More days"), min_value=1, max_value=365)
    reason = words(_("Reason, as the worker will read it"), rows=2)


class HandOverForm(forms.Form):
    """To a colleague or to another level; the choices are what the rules would allow."""

    to = forms.ChoiceField(label=_("To"))
    reason = words(_("Reason, as the receiver will read it"), rows=2)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices


class AnswerForm(forms.Form):
    """The answer, and what came of the request if that is known by now."""

    answer = words(
        _("The union's answer"),
        rows=6,
        help_text=_("Plain words: what was found, what happens now, what the worker can still do."),
    )
    files = FilesField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= outcome.fields(required=False)

    def clean(self):
        outcome.clean_paid(self)
        return self.cleaned_data

    def told(self) -> dict:
        """What was typed, as the act takes it."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("answer", "files")}
        return {**told, "outcome": outcome.noted_of(data)}


class ConfirmForm(forms.Form):
    """That it is settled; where money was won, whether the worker has it."""

    got_it = forms.TypedChoiceField(
        label=_("Did you get the money?"),
        choices=(("yes", _("Yes, I have it")), ("no", _("Not yet"))),
        coerce=lambda word: word == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("If not, the union asks after it again. It is settled all the same."),
    )
    satisfaction = forms.TypedChoiceField(
        label=_("How was it handled?"),
        choices=Satisfaction.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )


class RateForm(forms.Form):
    satisfaction = forms.TypedChoiceField(
        label=_("How was it handled?"),
        choices=Satisfaction.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )


class NotSolvedForm(forms.Form):
    reason = words(_("What is still not right?"), rows=4)


class WithdrawForm(forms.Form):
    reason = words(_("Why, if you want to say"), rows=2, required=False)


class FilterForm(forms.Form):
    """The inbox's filters; all optional, all in the address."""

    SHOWN = (
        ("open", pgettext_lazy("requests", "Open")),
        ("new", _("Not yet taken on")),
        ("mine", _("Mine")),
        ("overdue", _("Overdue")),
        ("week", _("Due within 7 days")),
        ("ended", _("Ended")),
    )
    show = forms.ChoiceField(choices=SHOWN, required=False)
    topic = forms.ChoiceField(choices=[("", _("All topics")), *Topic.choices], required=False)
    difficulty = forms.ChoiceField(choices=[("", _("All")), *Difficulty.choices], required=False)
    unit = forms.CharField(required=False)
    handler = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    q = forms.CharField(required=False, max_length=60)
