"""The dashboard's tables as charts, each with a title that says what one sees."""

from django.utils.translation import gettext as _

from unionhall.cases.figures import Table

MOST_FIRST = ("overdue", "topic", "won", "won_topic")  # the others have an order of their own
MOST_ROWS = 12


def _named(table: Table, label: str) -> str:
    if table.name == "age" and label.startswith(">"):
        return _("over %(days)s days") % {"days": label[1:]}
    if table.name == "age":
        return _("%(days)s days") % {"days": label}
    if table.name == "punctuality":
        return {"on_time": _("on time"), "late": _("late"), "missed": _("not yet done")}[label]
    return label


def _shown(cell) -> int | None:
    return None if cell.is_hidden else cell.low


def is_empty(table: Table) -> bool:
    """Whether there is nothing to draw: no case at all, and none hidden."""
    return all(cell.is_exact and not cell.low for _label, cell in table.rows)


def _about(table: Table) -> str:
    """What the table is about, where it says nothing more."""
    return {
        "month": _("Requests received by month"),
        "age": _("Open requests by age"),
        "punctuality": _("Dates kept"),
        "overdue": _("Overdue by unit"),
        "satisfaction": _("What workers say of the handling"),
        "topic": _("What requests are about"),
        "won": _("What requests brought"),
        "won_topic": _("Where something was won"),
    }[table.name]


def _nothing(table: Table) -> str:
    return {
        "month": _("No request was received in this time"),
        "age": _("No request is open"),
        "punctuality": _("No date fell in this time"),
        "overdue": _("Nothing is overdue"),
        "satisfaction": _("No worker has rated an answer in this time"),
        "topic": _("No request was received in this time"),
        "won": _("Of requests closed in this time no result was written down"),
        "won_topic": _("Of requests closed in this time none is known to have won anything"),
    }[table.name]


def finding(table: Table) -> str:
    """What the table says in a sentence; where too much of it is hidden, what it is about."""
    if is_empty(table):
        return _nothing(table)
    shown = {label: cell.low for label, cell in table.rows if not cell.is_hidden}
    total, whole = sum(shown.values()), all(cell.is_exact for _label, cell in table.rows)
    if not total:
        return _about(table)
    most = max(shown.values())
    top = [label for label, n in shown.items() if n == most]
    if table.name == "overdue" and len(top) > 1:
        return _("Most overdue: %(units)s units with %(n)s each") % {"units": len(top), "n": most}
    if table.name == "overdue":
        return _("Most overdue: %(unit)s, %(n)s") % {"unit": top[0], "n": most}
    if table.name == "won":
        return _("Most brought: %(kind)s") % {"kind": _(", ").join(top)}
    if table.name == "won_topic":
        return _("Most was won over: %(topic)s") % {"topic": _(", ").join(top)}
    if table.name == "topic":
        return _("Most are about: %(topic)s") % {"topic": _(", ").join(top)}
    return _of_a_whole(table, shown, total, top) if whole else _about(table)


def _of_a_whole(table: Table, shown: dict[str, int], total: int, top: list[str]) -> str:
    """The finding of a table whose cells are exact, so that it may be added up."""
    if table.name == "month":
        return _("%(n)s requests received, most in %(month)s") % {
            "n": total,
            "month": _(", ").join(top),
        }
    if table.name == "age":
        return _("%(n)s requests are open, most of them for %(span)s") % {
            "n": total,
            "span": _(", ").join(_named(table, label) for label in top),
        }
    share = (200 * next(iter(shown.values())) + total) // (2 * total)  # the good answer comes first
    if table.name == "satisfaction":
        return _("%(share)s %% of %(n)s workers who rated are satisfied") % {
            "share": share,
            "n": total,
        }
    return _("%(share)s %% of dates were kept") % {"share": share}


def chart_of(table: Table) -> dict:
    """What the Chart component takes: data, finding, kind and unit."""
    rows = [(label, cell) for label, cell in table.rows if table.name != "overdue" or cell.high]
    if table.name in MOST_FIRST:
        rows = sorted(rows, key=lambda row: -row[1].low)[:MOST_ROWS]
    return {
        "data": {
            "labels": [_named(table, label) for label, _cell in rows],
            "series": [{"name": _("requests"), "values": [_shown(cell) for _label, cell in rows]}],
        },
        "finding": finding(table),
        "is_empty": is_empty(table),
        # Lying bars have room for their names on a phone, and their numbers never meet.
        "kind": "bar" if table.name == "month" else "rows",
        "unit": _("dates") if table.name == "punctuality" else _("requests"),
    }
