"""Searches that the sample's officers saved, and one export that lies ready."""

from datetime import date
from urllib.parse import urlencode

from unionhall.exchange.exports import actions as exports
from unionhall.exchange.exports.making import make
from unionhall.members.saved.actions import save_search
from unionhall.organisations.models import Organisation
from unionhall.site.sample.federation import Federation

SEARCHES = (
    ("没有手机号的会员", "held", [{"field": "phone", "test": "missing"}]),
    (
        "从未登录的会员",
        "held",
        [{"field": "sign_in", "test": "never"}, {"field": "phone", "test": "given"}],
    ),
    (
        "五十岁以上或劳务派遣",
        "held",
        [
            {
                "match": "any",
                "of": [
                    {"field": "age", "test": "at_least", "value": 50},
                    {"field": "employment", "test": "is", "value": "劳务派遣"},
                ],
            },
            {"field": "id_number", "test": "given"},
        ],
    ),
)


def keep(built: Federation, *, on: date) -> None:
    """Save them for the district and all below it, and take one union's roster out."""
    officer = built.officers["organisation-officer"]
    for name, status, of in SEARCHES:
        save_search(
            built.district,
            name=name,
            conditions={"match": "all", "of": of},
            status=status,
            is_shared=True,
            by=officer,
            on=on,
        )
    first: Organisation = built.unions[0].organisation
    export = exports.ask(
        "members",
        organisation_id=built.district.pk,
        paths=[built.district.path],
        asked={"query": urlencode({"unit": first.code}), "columns": ["unit", "since", "phone"]},
        format="xlsx",
        reason="核对换届选举名单",
        by=officer,
        on=on,
        at_once=True,
    )
    make(export, by=officer, on=on)
