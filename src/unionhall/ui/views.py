"""All components together, with their variants."""

import inspect
from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.template import Context, Template

from unionhall.ui import samples, specimens
from unionhall.ui.pieces import icons
from unionhall.ui.templatetags.ui import PIECES

FRAMES = ("desk", "phone", "letter", "alone")


def _public(view: Any) -> Any:
    """Mark a view that anybody may open; the mark is what `access.public` sets for the apps above."""
    view.public = True
    return view


@_public
def components(request):
    """Each component with its parameters, its samples and the lines that make them."""
    context = Context({"request": request, **samples.context()})
    shown = [
        {
            "name": name,
            "what": what,
            "signature": f"{name}{_parameters(PIECES[name])}",
            "samples": [
                {"source": source, "html": Template("{% load ui %}" + source).render(context)}
                for source in sources
            ],
        }
        for name, what, sources in specimens.SPECIMENS
    ]
    told = {"shown": shown, "icons": sorted(icons.names()), "frames": FRAMES}
    return render(request, "ui/components.html", told)


@_public
def frame(request, name):
    """One base template with invented content: the officer's desk, the worker's phone, a letter, a lone form."""
    if name not in FRAMES:
        raise Http404
    return render(request, f"ui/frames/{name}.html", {**samples.context(), **samples.frame()})


def _parameters(piece) -> str:
    signature = inspect.signature(piece)
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for name, parameter in signature.parameters.items()
        if name != "context"
    ]
    return str(signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty))
