"""The column type of tree paths."""

from django.db import models

LONGEST_PATH = 200


class PathField(models.CharField):
    """A path such as "1/4/9/", compared byte by byte so that a subtree is one range of the index.

    The subtree of "1/4/" is everything from "1/4/" up to, but not including, "1/40" ("0" follows "/").
    """

    def __init__(self, **options):
        options.setdefault("max_length", LONGEST_PATH)
        super().__init__(**options)

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def below(path: str) -> tuple[str, str]:
    """The half-open range of paths that are `path` or lie below it."""
    return path, path[:-1] + "0"


def key_of(path: str) -> int:
    """The key of the organisation that a path leads to, its last step."""
    return int(path.rsplit("/", 2)[-2])
