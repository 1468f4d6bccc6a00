from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "unionhall.exchange"
    label = "exchange"
