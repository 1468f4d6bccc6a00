"""What a list of employers tells of one; how lists head the columns stands in columns.toml."""

import tomllib
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.exchange.columns import Field, Vocabulary

TITLES = {
    "credit_code": _("Credit code"),
    "name": _("Employer"),
    "division": _("Division"),
    "address": _("Address"),
    "industry": _("Industry"),
    "trade": _("Trade"),
    "ownership": _("Ownership"),
    "size": pgettext_lazy("employer", "Size"),
    "workers": _("Number of workers"),
    "workers_on": _("Workers counted on"),
    "contact": _("Contact"),
    "number": _("Number"),
}


def _fields() -> tuple[Field, ...]:
    told = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    return tuple(Field(name, TITLES[name], **about) for name, about in told.items())


FIELDS = _fields()
VOCABULARY = Vocabulary(FIELDS)
