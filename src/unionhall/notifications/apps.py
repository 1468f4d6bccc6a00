from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "unionhall.notifications"
    label = "notifications"
