import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(client):
    def get(path: str, *, lang: str = "zh-hans", **cookies) -> str:
        client.cookies["language"] = lang
        for name, value in cookies.items():
            client.cookies[name] = value
        answer = client.get(path)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


@pytest.mark.parametrize(("lang", "heading"), [("zh-hans", "组件"), ("en", "Components")])
def test_the_components_are_shown_in_both_languages(visit, lang, heading):
    page = visit("/ui/", lang=lang)
    assert re.search(r"<h1>(.*?)</h1>", page)[1] == heading
    assert re.search(r'<html lang="([\w-]+)"', page)[1] == lang


@pytest.mark.parametrize("name", ["desk", "phone", "letter", "alone"])
def test_every_frame_is_shown_and_light(visit, name):
    import gzip

    assert len(gzip.compress(visit(f"/ui/frames/{name}/").encode())) <= 10_000


def test_a_frame_that_is_none_is_not_found(client):
    answer = client.get("/ui/frames/moon/")
    assert answer.status_code == 404
    assert "这里什么也没有" in answer.content.decode()


@pytest.mark.parametrize(
    ("cookie", "attribute"),
    [("dark", ' data-bs-theme="dark"'), ("light", ' data-bs-theme="light"'), ('"><script>', "")],
)
def test_the_theme_is_written_by_the_server_and_only_a_known_one(visit, cookie, attribute):
    page = visit("/ui/", theme=cookie)
    assert re.search(r'<html lang="zh-hans"(.*?)>', page)[1] == attribute


def test_a_page_that_breaks_is_shown_without_any_context():
    page = render_to_string("500.html")
    assert "系统出错了" in page
    assert "Something broke" in page


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html"])
def test_error_pages_need_only_a_request(template, language):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert '<section class="failure">' in render_to_string(template, request=request)


def test_a_form_without_its_token_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/i18n/set-language/", {"language": "en"})
    assert answer.status_code == 403
    assert "表单已过期" in answer.content.decode()


def test_the_policy_forbids_inline_scripts_and_styles(client):
    policy = client.get("/ui/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


def test_a_long_list_costs_no_more_a_row_than_a_short_one(rendered):
    import time

    from unionhall.ui import samples

    rows = samples.frame()["rows"] * 45
    source = (
        "{% for row in rows %}{% state row.state tone=row.tone %}{% due row.duty on=today %}"
        '{% day today %}{% icon "bell" %}{% endfor %}'
    )

    def cost(count: int) -> float:
        taken = []
        for _ in range(7):
            started = time.process_time()
            rendered(source, rows=rows[:count], today=samples.TODAY)
            taken.append(time.process_time() - started)
        return min(taken) / count

    assert cost(200) < 2 * cost(20)
