"""Every address of the site."""

import contextlib
import importlib

from django.urls import include, path

from unionhall.accounts.views import set_language
from unionhall.core.web import marked

urlpatterns = [
    path("i18n/set-language/", marked(set_language, public=True), name="set_language"),
    path("me/account/", include("unionhall.accounts.my_urls")),
    path("", include("unionhall.members.binding.urls")),
]
APPS = {
    "ui/": "ui",
    "accounts/": "accounts",
    "rules/": "rulebook",
    "notices/": "notifications",
    "organisations/": "access.organisations",
    "access/": "access",
    "duties/": "duties",
    "members/": "members",
    "": "cases",
}
# While the first apps are being laid: those whose addresses exist already.
for address, name in APPS.items():
    with contextlib.suppress(ImportError):
        urlpatterns.append(path(address, include(f"unionhall.{name}.urls")))
with contextlib.suppress(ImportError):
    views = importlib.import_module("unionhall.site.views")
    urlpatterns.append(path("", views.start, name="start"))
    health = importlib.import_module("unionhall.site.health")
    urlpatterns += [
        path("healthz", health.healthz, name="healthz"),
        path("readyz", health.readyz, name="readyz"),
    ]
    urlpatterns.append(path("api/v1/", importlib.import_module("unionhall.site.api").api.urls))
