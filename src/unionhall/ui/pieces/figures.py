"""Figures, progress and charts."""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from unionhall.ui.pieces.html import EMPTY, attributes, joined, needed, one_of, popover
from unionhall.ui.pieces.icons import icon
from unionhall.ui.pieces.text import chinese, counted

TRENDS = {"": "", "up": "arrow-up", "down": "arrow-down", "same": "minus"}
GOOD_WHEN = ("", "up", "down")


def small() -> str:
    """How a count below five is written: ＜5."""
    return "＜5" if chinese() else "<5"


def small_mark() -> SafeString:
    """＜5 and why the number is not shown."""
    return popover(
        escape(small()),
        title=_("Why there is no number here"),
        body=format_html(
            '<span class="pop-text">{}</span>',
            _("Fewer than five: shown as a number it could tell who they are."),
        ),
        kind="small",
    )


def figure(
    value: Any,
    *,
    label: str,
    unit: str = "",
    comparison: str = "",
    trend: str = "",
    good: str = "",
    table_url: str = "",
    small: bool = False,
) -> SafeString:
    """A number with its unit, its comparison, and its table behind one click.

    `trend` (up, down, same) says where it went, `good` (up, down) which way is better.
    `small=True` shows ＜5 with the reason; then `value` must be None, so that no page holds it.
    """
    needed("figure", label=label)
    one_of("figure", "trend", trend, TRENDS)
    one_of("figure", "good", good, GOOD_WHEN)
    if small == (value not in (None, "")):
        raise ValueError("figure: give a value, or small=True with the value None")
    shown = small_mark() if small else counted(value) if isinstance(value, int) else value
    tone = "" if not (good and trend in GOOD_WHEN and trend) else "good" if trend == good else "bad"
    number = format_html(
        '<span class="figure-value">{}{}</span>',
        shown,
        format_html('<span class="figure-unit">{}</span>', unit) if unit else EMPTY,
    )
    return format_html(
        '<div class="figure"><span class="figure-label">{}</span>{}{}</div>',
        format_html('<a href="{}">{}{}</a>', table_url, label, icon("chevron-right"))
        if table_url
        else label,
        number,
        format_html(
            '<span class="figure-comparison{}">{}{}</span>',
            f" is-{tone}" if tone else "",
            icon(TRENDS[trend]) if trend else EMPTY,
            comparison,
        )
        if comparison
        else EMPTY,
    )


def progress(value: int, *, of: int, label: str, poll: str = "") -> SafeString:
    """How far a piece of work is; with `poll` (the address of this page) it renews itself each second.

    The element that is renewed has the id `progress`; leave `poll` out once the work is done.
    """
    needed("progress", value=value, of=of, label=label)
    share = round(100 * value / of) if of else 0
    return format_html(
        '<div class="progress-note"{}><p>{} <span class="progress-share">{} %</span></p>'
        '<progress max="{}" value="{}" aria-label="{}">{} %</progress></div>',
        attributes(
            id="progress",
            hx_get=poll,
            hx_trigger="every 1s",
            hx_select="#progress",
            hx_target="this",
            hx_push_url="false",
        )
        if poll
        else attributes(id="progress"),
        label,
        share,
        of,
        value,
        label,
        share,
    )


CHARTS = ("bar", "rows", "line", "stack", "pie")
SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def chart(data: dict, *, finding: str, kind: str = "bar", unit: str = "") -> SafeString:
    """A picture of a table; `finding` is its title and says what one sees.

    `data` is `{"labels": […], "series": [{"name": …, "values": […]}, …]}` and maybe `"of"`, what
    the labels are. A value that may not be shown is None: the table says ＜5. Kinds: bar, rows
    (lying bars), line, stack, pie.
    """
    needed("chart", data=data, finding=finding)
    one_of("chart", "kind", kind, CHARTS)
    labels, series = data["labels"], data["series"]
    for one in series:
        if len(one["values"]) != len(labels):
            raise ValueError(
                f"chart: {one['name']} has {len(one['values'])} values for {len(labels)} labels"
            )
    told = {
        "kind": kind,
        "unit": str(unit),
        "labels": [str(label) for label in labels],
        "series": [{"name": str(one["name"]), "values": list(one["values"])} for one in series],
    }
    return format_html(
        '<figure class="chart" data-chart="{}"><figcaption>{}</figcaption>{}'
        '<div class="chart-picture chart-{}" role="img" aria-label="{}"></div>'
        '<script type="application/json">{}</script>'
        '<details class="chart-table"><summary>{}{}</summary>{}</details></figure>',
        static("ui/vendor/echarts.js"),
        finding,
        _keys(series) if len(series) > 1 and kind != "line" else EMPTY,
        kind,
        finding,
        mark_safe(json.dumps(told, ensure_ascii=False).translate(SCRIPT)),
        icon("table"),
        _("As a table"),
        _table(data, unit),
    )


def _keys(series: list[dict]) -> SafeString:
    return format_html(
        '<ul class="chart-keys">{}</ul>',
        joined("<li>{}</li>", [(one["name"],) for one in series]),
    )


def _table(data: dict, unit: str) -> SafeString:
    series = data["series"]
    rows = [
        format_html(
            '<tr><th scope="row">{}</th>{}</tr>',
            label,
            joined(
                '<td class="number">{}</td>',
                [(small() if one["values"][i] is None else one["values"][i],) for one in series],
            ),
        )
        for i, label in enumerate(data["labels"])
    ]
    return format_html(
        '<table class="table table-sm"><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>{}',
        data.get("of", ""),
        joined('<th scope="col" class="number">{}</th>', [(one["name"],) for one in series]),
        joined("{}", [(row,) for row in rows]),
        format_html('<p class="hint">{} {}</p>', _("Unit:"), unit) if unit else EMPTY,
    )
