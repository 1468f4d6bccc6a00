from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "unionhall.mailings"
    label = "mailings"
