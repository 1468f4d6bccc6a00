"""What a rule says, what it refused, and who may read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.ui import lookups
from unionhall.ui.pieces.html import EMPTY, joined, needed, part, popover
from unionhall.ui.pieces.icons import icon
from unionhall.ui.pieces.text import written

MANY = 5


def explained(subject: Any) -> Any:
    """A rule ready to show, from itself or from its id."""
    return lookups.explained(subject) if isinstance(subject, str) else subject


def rule_lines(subject: Any) -> SafeString:
    """The statement, citation, value, age and freedom of a rule, and the way to its page."""
    since, url = part(subject, "since"), part(subject, "url")
    rows = [
        (_("Article"), part(subject, "citation")),
        (_("Value"), part(subject, "value_text")),
        (_("Since"), written(since) if isinstance(since, date) else since),
        (_("May be set by"), part(subject, "may_be_set_by")),
    ]
    return format_html(
        '<span class="pop-text">{}</span>{}{}',
        part(subject, "statement") or "",
        joined(
            '<span class="pop-row"><span class="pop-name">{}</span><span>{}</span></span>',
            [(name, value) for name, value in rows if value],
        ),
        format_html('<a class="pop-link" href="{}">{}</a>', url, _("Read the rule"))
        if url
        else EMPTY,
    )


def rule(subject: Any, *, label: str = "") -> SafeString:
    """The 依据 mark: opens what the rule says. `subject` is a rule's id or an explained rule:
    title, statement, citation, value_text, since, may_be_set_by, url."""
    needed("rule", subject=subject)
    shown = explained(subject)
    title = part(shown, "title")
    needed("rule", title=title, statement=part(shown, "statement"))
    return popover(
        format_html("{}{}", icon("scale"), label or _("Basis")),
        title=title,
        body=rule_lines(shown),
        kind="rule",
        label=f"{label or _('Basis')}: {title}",
    )


def refusal(subject: Any, *, what: str) -> SafeString:
    """What was not done, why, the article, and what to do instead.

    `subject` has `reason`, `citation` (with `law`, `article` and `rule`, or None) and `instead`.
    """
    needed("refusal", subject=subject, what=what, reason=part(subject, "reason"))
    citation, instead = part(subject, "citation"), part(subject, "instead")
    return format_html(
        '<section class="refusal" role="alert" aria-live="assertive">{}<div><h2>{}</h2><p>{}</p>{}{}</div></section>',
        icon("ban", size="lg"),
        what,
        part(subject, "reason"),
        format_html('<p class="refusal-basis">{}{} {}</p>', icon("scale"), _("Basis:"), citation)
        if citation
        else EMPTY,
        format_html('<p class="refusal-instead">{}{}</p>', icon("arrow-narrow-right"), instead)
        if instead
        else EMPTY,
    )


def _offices(offices: list[str]) -> SafeString:
    """All of a few; of many the first, and the others one click away."""
    first, others = (offices, []) if len(offices) <= MANY else (offices[:3], offices[3:])
    listed = joined("<li>{}</li>", [(office,) for office in first])
    if not others:
        return format_html("<ul>{}</ul>", listed)
    return format_html(
        "<ul>{}</ul><details><summary>{}</summary><ul>{}</ul></details>",
        listed,
        ngettext("and {} more office", "and {} more offices", len(others)).format(len(others)),
        joined("<li>{}</li>", [(office,) for office in others]),
    )


def who_sees(readers: Iterable[Any], *, log_url: str = "", note: str = "") -> SafeString:
    """Who will read this, as names of offices; `readers` are texts, or have `title` and `organisation`."""
    needed("who_sees", readers=readers)
    offices = [
        reader
        if isinstance(reader, str)
        else " ".join(
            str(part(reader, name)) for name in ("organisation", "title") if part(reader, name)
        )
        for reader in readers
    ]
    if not offices:
        raise ValueError("who_sees: somebody always reads; the list of readers is empty")
    return format_html(
        '<aside class="who-sees">{}<div><span class="who-sees-title">{}</span>{}{}{}</div></aside>',
        icon("eye"),
        _("Who sees this"),
        _offices(offices),
        format_html('<p class="who-sees-note">{}</p>', note) if note else EMPTY,
        format_html('<a href="{}">{}</a>', log_url, _("Who has read it")) if log_url else EMPTY,
    )
