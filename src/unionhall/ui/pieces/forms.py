"""Fields, buttons and filters."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.ui.pieces.html import EMPTY, attributes, joined, needed, one_of
from unionhall.ui.pieces.icons import icon as drawn

KINDS = {
    "primary": "btn btn-primary",
    "plain": "btn",
    "quiet": "btn is-quiet",
    "danger": "btn is-danger",
}
TICKS = (forms.CheckboxInput,)
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def button(
    label: str,
    *,
    kind: str = "plain",
    icon: str = "",
    url: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    key: str = "",
    form: str = "",
    opens: str = "",
) -> SafeString:
    """A button, or a link that looks like one where `url` is given.

    Kinds: primary (the one act of a page), plain, quiet, danger. `key` is its keyboard shortcut,
    `opens` the id of the dialog it opens.
    """
    needed("button", label=label)
    one_of("button", "kind", kind, KINDS)
    one_of("button", "type", type, ("submit", "button", "reset"))
    inner = format_html("{}<span>{}</span>", drawn(icon) if icon else EMPTY, label)
    if url:
        return format_html(
            '<a class="{}" href="{}"{}>{}</a>', KINDS[kind], url, attributes(data_key=key), inner
        )
    told = attributes(name=name, value=value, form=form, data_key=key, data_opens=opens)
    return format_html(
        '<button type="{}" class="{}"{}>{}</button>',
        "button" if opens else type,
        KINDS[kind],
        told,
        inner,
    )


def act(
    context,
    url: str,
    label: str,
    *,
    kind: str = "plain",
    icon: str = "",
    key: str = "",
    target: str = "",
    name: str = "",
    value: str = "",
) -> SafeString:
    """A form of one button that posts to `url`.

    `target` (a selector such as "#case") renews only that part of the page, and the messages.
    """
    needed("act", url=url, label=label)
    token = get_token(context["request"])
    return format_html(
        '<form method="post" action="{}" class="act"{}>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}</form>',
        url,
        attributes(
            hx_target=target,
            hx_select=target,
            hx_select_oob="#messages" if target else "",
        ),
        token,
        button(label, kind=kind, icon=icon, key=key, name=name, value=value),
    )


def _control(bound: BoundField, example: str, described: str) -> SafeString:
    widget = bound.field.widget
    if isinstance(widget, TICKS):
        look = "form-check-input"
    elif isinstance(widget, CHOICES):
        look = ""
    elif isinstance(widget, forms.Select):
        look = "form-select"
    else:
        look = "form-control"
    classes = " ".join(
        part
        for part in (widget.attrs.get("class"), look, "is-invalid" if bound.errors else "")
        if part
    )
    told: dict[str, Any] = {"class": classes, "aria-describedby": described or None}
    if bound.errors:
        told["aria-invalid"] = "true"
    if (
        example
        and isinstance(widget, (forms.TextInput, forms.Textarea))
        and "placeholder" not in widget.attrs
    ):
        told["placeholder"] = _("for example {}").format(example)
    drawn_by_django = bound.as_widget(attrs={key: value for key, value in told.items() if value})
    if isinstance(widget, forms.FileInput):
        return _file_picker(drawn_by_django, many=widget.allow_multiple_selected)
    return drawn_by_django


def _file_picker(control: SafeString, *, many: bool) -> SafeString:
    """The browser's control under a button in the language of the page; without scripts the control alone."""
    none = _("none chosen yet")
    return format_html(
        '<div class="file-pick">{}<span class="btn" aria-hidden="true">{}<span>{}</span></span>'
        '<span class="file-names" data-none="{}" aria-live="polite">{}</span></div>',
        control,
        drawn("paperclip"),
        _("Choose files") if many else _("Choose a file"),
        none,
        none,
    )


def _error_texts(bound: BoundField) -> list[str]:
    """The errors of a field; a missing answer is asked for, not scolded."""
    asked = (
        _("Please choose one.")
        if isinstance(bound.field.widget, CHOICES)
        else _("Please fill this in.")
    )
    return [
        asked if error.code == "required" else str(text)
        for error in bound.errors.as_data()
        for text in error.messages
    ]


def field(
    bound: BoundField, *, label: str = "", help: str = "", example: str = "", why: str = ""
) -> SafeString:
    """One question of a form: label, help, control, and its error in words with an example.

    `why` says why a sensitive thing is asked.
    """
    if not isinstance(bound, BoundField):
        raise TypeError(f"field: {bound!r} is no field of a form")
    if bound.is_hidden:
        return format_html("{}{}", bound, bound.errors)
    label, help = label or str(bound.label), help or str(bound.help_text)
    told = [(f"{bound.auto_id}_help", help), (f"{bound.auto_id}_why", why)]
    described = " ".join(
        [key for key, text in told if text] + ([f"{bound.auto_id}_error"] if bound.errors else [])
    )
    optional = (
        EMPTY
        if bound.field.required
        else format_html(' <span class="optional">{}</span>', _("optional"))
    )
    errors = (
        format_html(
            '<p class="field-error" id="{}_error">{}{}{}</p>',
            bound.auto_id,
            drawn("alert-circle"),
            joined("<span>{}</span>", [(text,) for text in _error_texts(bound)]),
            format_html("<span>{}</span>", _("For example: {}").format(example))
            if example
            else EMPTY,
        )
        if bound.errors
        else EMPTY
    )
    notes = joined('<p class="hint" id="{}">{}</p>', [(key, text) for key, text in told if text])
    control = _control(bound, example, described)
    if isinstance(bound.field.widget, TICKS):
        return format_html(
            '<div class="field"><label class="form-check">{}<span class="form-check-label">{}</span></label>{}{}</div>',
            control,
            label,
            notes,
            errors,
        )
    if isinstance(bound.field.widget, CHOICES):
        return format_html(
            '<fieldset class="field choices"><legend class="form-label">{}{}</legend>{}{}{}</fieldset>',
            label,
            optional,
            notes,
            control,
            errors,
        )
    return format_html(
        '<div class="field"><label class="form-label" for="{}">{}{}</label>{}{}{}</div>',
        bound.id_for_label,
        label,
        optional,
        notes,
        control,
        errors,
    )


def filters(form: forms.Form, *, clear: str, found: str = "", action: str = "") -> SafeString:
    """A bar of filters that sends itself when something is chosen; `clear` is the address without any."""
    needed("filters", form=form, clear=clear)
    return format_html(
        '<form method="get" class="filters" role="search" aria-label="{}"{} data-autosend>{}'
        '<button class="btn is-quiet">{}{}</button><a href="{}">{}</a><span class="filters-found" role="status">{}</span></form>',
        _("Filters"),
        attributes(action=action),
        joined(
            '<label class="filter{}"><span>{}</span>{}</label>',
            [
                (
                    " filter-tick" if isinstance(bound.field.widget, TICKS) else "",
                    bound.label,
                    _control(bound, "", ""),
                )
                for bound in form.visible_fields()
            ],
        ),
        drawn("filter"),
        _("Show"),
        clear,
        _("Clear filters"),
        found,
    )
