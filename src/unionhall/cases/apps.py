from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "unionhall.cases"
    label = "cases"
