from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "unionhall.cases"
    label = "cases"

    def ready(self):
        from unionhall.cases import clock, erasing, estate, exports, takeout  # noqa: F401 – register themselves
        from unionhall.cases.explaining import offer
        from unionhall.cases.groups import panels  # noqa: F401 – registers itself
        from unionhall.cases.my_actions import REQUESTS
        from unionhall.cases.procedures import REQUEST
        from unionhall.cases.queries import titles
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
            "cases.case",
            titles=titles,
            ability="cases.view",
            duties={
                "cases.accept": _("Say whether it is taken on"),
                "cases.answer": _("Answer"),
            },
        )
