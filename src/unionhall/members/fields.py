"""The column type of sort keys and search tokens."""

from django.db import models


class KeyField(models.CharField):
    """Text compared byte by byte on both databases, so that a beginning is one range of the index."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
