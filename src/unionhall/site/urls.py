"""Every address of the site."""

from django.urls import include, path

from unionhall.accounts.views import set_language
from unionhall.core.web import marked
from unionhall.site import health, views
from unionhall.site.api import api

urlpatterns = [
    path("", views.start, name="start"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/set-language/", marked(set_language, public=True), name="set_language"),
    path("ui/", include("unionhall.ui.urls")),
    path("accounts/", include("unionhall.accounts.urls")),
    path("me/account/", include("unionhall.accounts.my_urls")),
    path("rules/", include("unionhall.rulebook.urls")),
    path("rules/", include("unionhall.duties.by_laws.urls")),
    path("", include("unionhall.notifications.urls")),
    path("organisations/", include("unionhall.access.organisations.urls")),
    path("access/", include("unionhall.access.urls")),
    path("exports/", include("unionhall.access.exports.urls")),
    path("duties/", include("unionhall.duties.urls")),
    path("", include("unionhall.members.binding.urls")),
    path("members/duplicates/", include("unionhall.members.duplicates.urls")),
    path("", include("unionhall.members.urls")),
    path("", include("unionhall.members.merging.urls")),
    path("", include("unionhall.members.standing.urls")),
    path("", include("unionhall.members.card.urls")),
    path("", include("unionhall.members.erasure.urls")),
    path("", include("unionhall.members.joining.urls")),
    path("", include("unionhall.members.inviting.urls")),
    path("", include("unionhall.members.transfers.urls")),
    path("", include("unionhall.members.applying.urls")),
    path("", include("unionhall.members.changes.urls")),
    path("", include("unionhall.members.households.urls")),
    path("", include("unionhall.members.delegates.urls")),
    path("", include("unionhall.members.consents.urls")),
    path("imports/", include("unionhall.members.imports.urls")),
    path("", include("unionhall.organising.founding.urls")),
    path("", include("unionhall.organising.changes.urls")),
    path("", include("unionhall.mailings.urls")),
    path("employers/imports/", include("unionhall.organising.employers_in.urls")),
    path("", include("unionhall.organising.campaigns.urls")),
    path("", include("unionhall.organising.coverage.urls")),
    path("", include("unionhall.supervision.urls")),
    path("", include("unionhall.cases.urls")),
    path("", include("unionhall.tips.urls")),
    path("", include("unionhall.disputes.urls")),
    path("", include("unionhall.legal_aid.urls")),
    path("", include("unionhall.petitions.urls")),
    path("", include("unionhall.urgent.urls")),
    path("api/v1/", api.urls),
]
