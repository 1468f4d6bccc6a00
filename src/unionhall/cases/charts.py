"""The dashboard's tables as charts, each with a title that says what one sees."""

from django.utils.translation import gettext as _

from unionhall.cases.figures import Table

KINDS = {
    "month": "bar",
    "age": "bar",
    "punctuality": "pie",
    "overdue": "rows",
    "satisfaction": "pie",
    "topic": "rows",
}


def _named(table: Table, label: str) -> str:
    if table.name == "age":
        return _("%(days)s days") % {"days": label}
    if table.name == "punctuality":
        return {"on_time": _("on time"), "late": _("late"), "missed": _("not yet done")}[label]
    return label


def _shown(cell) -> int | None:
    return None if cell.is_hidden else cell.low


def finding(table: Table) -> str:
    """What the table says in a sentence; with nothing to say, what it is about."""
    shown = {label: cell.low for label, cell in table.rows if not cell.is_hidden}
    about = {
        "month": _("Requests received by month"),
        "age": _("Open requests by age"),
        "punctuality": _("Dates kept"),
        "overdue": _("Overdue by unit"),
        "satisfaction": _("What workers say of the handling"),
        "topic": _("What requests are about"),
    }[table.name]
    total = sum(shown.values())
    if not total:
        return about
    top = max(shown, key=lambda label: shown[label])
    if table.name == "punctuality" and len(shown) == len(table.rows):
        return _("%(share)s %% of dates were kept") % {
            "share": round(100 * shown["on_time"] / total)
        }
    if table.name == "age" and len(shown) == len(table.rows):
        return _("%(n)s requests are open, most of them %(days)s days old") % {
            "n": total,
            "days": top,
        }
    if table.name == "overdue":
        return _("Most overdue: %(unit)s, %(n)s") % {"unit": top, "n": shown[top]}
    if table.name == "topic":
        return _("Most are about: %(topic)s") % {"topic": top}
    return f"{about}：{total}" if table.name == "month" and len(shown) == len(table.rows) else about


def chart_of(table: Table) -> dict:
    """What the Chart component takes: data, finding, kind and unit."""
    rows = [(label, cell) for label, cell in table.rows if table.name != "overdue" or cell.high]
    if table.name == "overdue":
        rows = sorted(rows, key=lambda row: -row[1].low)[:12]
    return {
        "data": {
            "labels": [_named(table, label) for label, _cell in rows],
            "series": [{"name": _("requests"), "values": [_shown(cell) for _label, cell in rows]}],
        },
        "finding": finding(table),
        "kind": KINDS[table.name],
        "unit": _("dates") if table.name == "punctuality" else _("requests"),
    }
