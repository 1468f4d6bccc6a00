"""`{% load ui %}`: the components, each with strict arguments; all are shown at /ui/."""

from django import template

from unionhall.ui.pieces import due, figures, forms, icons, lists, rules, text, trail

register = template.Library()

PIECES = {
    piece.__name__: piece
    for piece in (
        icons.icon,
        text.day,
        text.moment,
        text.money,
        text.count,
        due.due,
        rules.rule,
        rules.refusal,
        rules.who_sees,
        trail.trail,
        lists.state,
        lists.badge,
        lists.tabs,
        lists.pager,
        lists.empty,
        figures.figure,
        figures.progress,
        figures.chart,
        forms.button,
        forms.act,
        forms.field,
        forms.filters,
    )
}
for name, piece in PIECES.items():
    register.simple_tag(piece, takes_context=name == "act")
