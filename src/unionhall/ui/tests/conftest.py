import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def rendered():
    """`rendered("{% day x %}", x=…)` → what the template tag makes."""

    def render(source: str, **context) -> str:
        request = RequestFactory().get("/")
        return Template("{% load ui %}" + source).render(Context({"request": request, **context}))

    return render
