"""The errors each operation of the interface may answer with, told in its description."""

from http import HTTPStatus

from unionhall.core.interface import FORM
from unionhall.core.problems import MEDIA_TYPE, Problem

JSON = "application/json"
PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
WRITING = {"post", "put", "patch", "delete"}
ONCE = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "description": "A key of your own for this request. Sent again within a day with the same key, "
    "it is done once and answered as before; another request with that key is refused with 422.",
}
HEADERS = {
    401: {"WWW-Authenticate": "how to sign in"},
    429: {"Retry-After": "seconds to wait"},
}


def completed(described: dict) -> dict:
    """The description with every error where it can happen, keys for repeating, and files as a form."""
    for operations in described["paths"].values():
        for verb, operation in operations.items():
            answers = operation["responses"]
            for status in sorted({*_errors(verb, operation), *filter(_is_error, answers)}):
                answers[status] = _answer(status)
            if verb == "post":
                operation["parameters"].append({"$ref": "#/components/parameters/Once"})
    described["components"]["parameters"] = {"Once": ONCE}
    schemas = described["components"]["schemas"]
    for operations in described["paths"].values():
        for operation in operations.values():
            if content := operation.get("requestBody", {}).get("content"):
                _with_files(content, schemas)
    schemas["Problem"] = Problem.model_json_schema(mode="serialization")
    return described


def _with_files(content: dict, schemas: dict) -> None:
    """Tell that files can come with a body only where it comes as a form."""
    named = content.get(JSON, {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    shape = schemas.get(named, {})
    if "files" in shape.get("properties", {}):
        without = {name: field for name, field in shape["properties"].items() if name != "files"}
        content[FORM] = {"schema": content[JSON]["schema"]}
        content[JSON] = {"schema": {**shape, "properties": without}}


def _is_error(status: int) -> bool:
    return status >= 400


def _errors(verb: str, operation: dict) -> set[int]:
    errors = {400, 429}
    if operation.get("security"):
        errors |= {401, 404} | ({403} if verb in WRITING else set())
    if operation["parameters"] or verb == "post":
        errors |= {422}
    if any(parameter["in"] == "path" for parameter in operation["parameters"]):
        errors |= {404}
    if "requestBody" in operation:
        errors |= {413, 415, 422}
    return errors


def _answer(status: int) -> dict:
    headers = {
        name: {"description": text, "schema": {"type": "string"}}
        for name, text in HEADERS.get(status, {}).items()
    }
    told = {"description": HTTPStatus(status).phrase, "content": PROBLEM}
    return told | ({"headers": headers} if headers else {})
