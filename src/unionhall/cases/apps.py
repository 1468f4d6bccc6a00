from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "unionhall.cases"
    label = "cases"

    def ready(self):
        from unionhall.cases import (  # noqa: F401 – register themselves
            clock,
            erasing,
            estate,
            exports,
            leaving,
            takeout,
        )
        from unionhall.cases.calls import clock as _calls_clock  # noqa: F401
        from unionhall.cases.calls import estate as _calls_estate  # noqa: F401
        from unionhall.cases.calls import owed as _calls_owed  # noqa: F401
        from unionhall.cases.calls import own as _calls  # noqa: F401
        from unionhall.cases.confidential.reading import unknown_to
        from unionhall.cases.explaining import offer
        from unionhall.cases.groups import panels  # noqa: F401 – registers itself
        from unionhall.cases.mail_in import clock as _mail_clock  # noqa: F401
        from unionhall.cases.mail_in import owed as _mail_owed  # noqa: F401
        from unionhall.cases.mail_in import own as _mail  # noqa: F401
        from unionhall.cases.mail_in import panel as _mail_panel  # noqa: F401
        from unionhall.cases.my_actions import REQUESTS
        from unionhall.cases.outcomes import panel as _outcomes  # noqa: F401
        from unionhall.cases.papers import kinds as _papers  # noqa: F401
        from unionhall.cases.papers import panel as _panel  # noqa: F401
        from unionhall.cases.patterns import estate as _patterns  # noqa: F401
        from unionhall.cases.patterns.actions import DECIDE
        from unionhall.cases.patterns.queries import titles as proposals
        from unionhall.cases.procedures import REQUEST
        from unionhall.cases.queries import titles
        from unionhall.cases.referrals import clock as _referrals_clock  # noqa: F401
        from unionhall.cases.referrals import estate as _referrals_estate  # noqa: F401
        from unionhall.cases.referrals import owed as _referrals_owed  # noqa: F401
        from unionhall.cases.referrals import own as _referrals  # noqa: F401
        from unionhall.cases.referrals import panel as _referrals_panel  # noqa: F401
        from unionhall.cases.watch import clock as _watch_clock  # noqa: F401
        from unionhall.cases.watch import owed as _watch_owed  # noqa: F401
        from unionhall.cases.watch import own as _watch  # noqa: F401
        from unionhall.cases.watch import panel as _watch_panel  # noqa: F401
        from unionhall.duties import subjects
        from unionhall.members.delegates import matters
        from unionhall.notifications import kinds

        kinds.register("cases", _("Requests"))
        offer(REQUEST)
        matters.register(
            REQUESTS,
            matters.Matter(
                _("bring requests to the union"), "cases:bring_for", _("Bring a request")
            ),
        )
        subjects.register(
            "cases.proposal",
            titles=proposals,
            ability="cases.patterns",
            duties={DECIDE: _("Decide what to do about a repeated problem")},
        )
        subjects.register(
            "cases.case",
            titles=titles,
            ability="cases.view",
            unknown=unknown_to,
            duties={
                "cases.accept": _("Say whether it is taken on"),
                "cases.answer": _("Answer"),
                "cases.money_came": _("See whether promised money came"),
            },
        )
