"""How the interface tells of attached files."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from unionhall.documents.content import IMAGES, OFFICE_PARTS
from unionhall.documents.models import Scan

_KINDS = [
    "application/pdf",
    *(kind for kind, _ending in [*IMAGES.values(), *OFFICE_PARTS.values()]),
]
# What an operation that hands out a file answers with.
CONTENT = {
    "responses": {
        200: {
            "description": "The file",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}} for kind in _KINDS
            },
        }
    }
}


class FileOut(Schema):
    """An attached file as it is kept: checked, and a picture without its metadata."""

    uid: UUID
    name: str
    media_type: str
    size: int = Field(description="bytes")
    sha256: str = Field(description="of the content, in hexadecimal")
    at: datetime
    scan: Scan = Field(description="what is known about viruses; one that waits is answered by 423")
