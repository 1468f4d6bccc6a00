"""The page that asks for an export of the register."""

from django.urls import reverse

from unionhall.access.exports.pages import ask_page
from unionhall.access.scope import requires
from unionhall.members import pages
from unionhall.members.exports import columns, kind


@requires("members.export")
def export(request):
    """Why, in which format, with which columns; which rows stands in the address, as on the list."""
    wanted = pages.choice(request.GET, request.scope)
    query = wanted.address()
    return ask_page(
        request,
        kind.MEMBERS,
        asked={"query": query},
        choices=[(column.code, column.label) for column in columns.OPTIONAL],
        usual=[column.code for column in wanted.columns],
        back=f"{reverse('members:index')}?{query}",
        total=None if wanted.typed else kind.total(wanted),
        said=pages.said(wanted),
        may_ids=bool(request.scope.also("members.reveal_id")),
    )
