"""Print the interface's description."""

import json

from django.core.management.base import BaseCommand

from unionhall.site.api import api


class Command(BaseCommand):
    help = "Prints the OpenAPI description as JSON."
    requires_system_checks = []

    def handle(self, **options):
        schema = api.get_openapi_schema(path_prefix="/api/v1/")
        self.stdout.write(
            json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True, default=str)
        )
