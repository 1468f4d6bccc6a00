from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "unionhall.documents"
    label = "documents"

    def ready(self) -> None:
        from unionhall.core import keyring
        from unionhall.documents import store

        keyring.on_rotate("documents.attachment", store.reseal)
