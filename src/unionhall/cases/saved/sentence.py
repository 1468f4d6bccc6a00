"""The filters of a view in words: “Overdue · Pay · 红星厂工会”."""

from collections.abc import Mapping
from typing import Any

from unionhall.accounts.models import User
from unionhall.cases.forms import FilterForm
from unionhall.organisations.models import Organisation


def sentence(filters: Mapping[str, Any]) -> str:
    """What the inbox shows with these filters."""
    said = []
    for name, value in filters.items():
        if value in (None, "") or name not in FilterForm.base_fields:
            continue
        if name == "unit":
            said.append(str(Organisation.objects.filter(code=value).first() or value))
        elif name == "handler":
            said.append(str(User.objects.filter(pk=value).first() or "–"))
        else:
            choices = dict(getattr(FilterForm.base_fields[name], "choices", ()))
            said.append(str(choices.get(value, value)))
    return " · ".join(said) or str(dict(FilterForm.SHOWN)["open"])
