"""All components together, with their variants."""

from django.shortcuts import render


def components(request):
    return render(request, "ui/components.html", {})


components.public = True
