"""What a membership sheet tells of a member; how unions head the columns stands in columns.toml."""

import tomllib
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from unionhall.exchange.columns import Field, Vocabulary

TITLES = {
    "name": _("Name"),
    "id_number": _("ID number"),
    "phone": _("Mobile number"),
    "sex": _("Sex"),
    "birth_on": _("Date of birth"),
    "department": _("Department"),
    "education": _("Education"),
    "employment": _("Form of employment"),
    "is_migrant": _("Migrant worker"),
    "works_since": _("At work since"),
    "joined_on": _("Joined on"),
    "remark": _("Remark"),
    "number": _("Number"),
}


def _fields() -> tuple[Field, ...]:
    told = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    others = told.pop("others")
    return tuple(
        Field(
            name,
            TITLES[name],
            **{**about, "unless": about.get("unless", "").replace("OTHERS", others)},
        )
        for name, about in told.items()
    )


FIELDS = _fields()
VOCABULARY = Vocabulary(FIELDS)
