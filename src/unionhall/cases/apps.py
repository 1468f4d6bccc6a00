from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "unionhall.cases"
    label = "cases"

    def ready(self):
        from unionhall.cases import clock, erasing, estate, exports, takeout  # noqa: F401 – register themselves
        from unionhall.cases.my_actions import REQUESTS
        from unionhall.cases.outcomes import panel as _outcomes  # noqa: F401
        from unionhall.cases.patterns import estate as _patterns  # noqa: F401
        from unionhall.cases.patterns.actions import DECIDE
        from unionhall.cases.patterns.queries import titles as proposals
        from unionhall.cases.queries import titles
        from unionhall.duties import subjects
        from unionhall.members.delegates import matters
        from unionhall.notifications import kinds

        kinds.register("cases", _("Requests"))
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
            duties={
                "cases.accept": _("Say whether it is taken on"),
                "cases.answer": _("Answer"),
                "cases.money_came": _("See whether promised money came"),
            },
        )
