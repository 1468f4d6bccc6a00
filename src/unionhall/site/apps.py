from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "unionhall.site"
    label = "site"
