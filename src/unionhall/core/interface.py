"""Kinds of values that the endpoints of the interface share."""

from typing import Annotated

from ninja import Path, Schema, UploadedFile
from ninja.params.models import Body, BodyModel
from pydantic import AfterValidator, Field, StringConstraints

from unionhall.core.problems import Problem

PROBLEMS = {404: Problem, 409: Problem}
FORM = "multipart/form-data"
LARGEST = 2**53  # beyond it JavaScript's numbers are no longer exact

Key = Annotated[int, Path(ge=1, le=LARGEST, description="the row's key, as a list gives it")]
Reference = Annotated[int, Field(ge=1, le=LARGEST)]
# What a filter or a short field may hold; None of its characters breaks a line.
Printable = Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f]*$")]
After = Annotated[
    str,
    Field(
        max_length=600, description="`after` of the page before; what cannot be read starts anew"
    ),
]


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text.strip()


# Running text: what somebody says, asks, or gives as a reason.
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(_said)]


class WithFiles(Schema):
    """What files may come with: JSON without them, or the same fields as a form, with `files`."""

    files: list[UploadedFile] = Field([], max_length=6)


class _SentModel(BodyModel):
    @classmethod
    def get_request_data(cls, request, api, path_params):
        if request.content_type != FORM:
            return super().get_request_data(request, api, path_params)
        fields = api.parser.parse_querydict(request.POST, [], request)
        return {cls.__read_from_single_attr__: {**fields, "files": request.FILES.getlist("files")}}


class Sent(Body):  # type: ignore[misc]
    """`data: Annotated[Letter, Sent(...)]`: a body that comes as JSON, or as a form with files."""

    _model = _SentModel

    @classmethod
    def _param_source(cls) -> str:
        return "body"
