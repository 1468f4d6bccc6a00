"""Whatever bytes come, something readable comes out."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.cases.mail_in.decoding import folded, text_of, text_of_html
from unionhall.cases.mail_in.parsing import MAX_RAW, MAX_TEXT, parse

WORDS = "加班费三个月没有发，请帮帮我。"
PLAIN = b"From: li@example.org\nTo: union@example.org\nSubject: x\nMessage-ID: <1@example.org>\n"


def raw(body: bytes, *, kind: str = "text/plain", head: bytes = PLAIN) -> bytes:
    return head + f"Content-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n".encode() + body


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("gb18030", "gb18030"),
        ("gbk", "gbk"),
        ("GB2312", "gb2312"),
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
        ("utf-8", "gbk"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "gbk"),
        ("us-ascii", "gbk"),
        ("no-such-charset", "utf-8"),
        ("", "gb18030"),
    ],
)
def test_chinese_is_read_whatever_is_declared(declared, real):
    body = raw(WORDS.encode(real), kind=f'text/plain; charset="{declared}"')
    assert parse(body).text == WORDS


def test_big5_is_read_as_declared():
    words = "加班費三個月沒有發"
    assert parse(raw(words.encode("big5"), kind="text/plain; charset=big5")).text == words


def test_of_alternatives_the_plain_one_is_shown():
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "李小明 <Li@Example.org>", WORDS
    mail.set_content("plain")
    mail.add_alternative("<p>other</p>", subtype="html")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="考勤表.pdf")
    parsed = parse(mail.as_bytes())
    assert (parsed.text, parsed.subject, parsed.senders) == ("plain", WORDS, ("li@example.org",))
    assert [(file.name, file.media_type, file.data) for file in parsed.attachments] == [
        ("考勤表.pdf", "application/pdf", b"%PDF-1.4")
    ]


def test_of_an_empty_plain_one_the_page_is_shown_as_words():
    mail = EmailMessage()
    mail.set_content("\n")
    mail.add_alternative(
        "<html><head><title>t</title><style>p{}</style></head><body><p>One&nbsp;<b>two</b></p>"
        "<script>alert(1)</script><p>three <a href='https://example.org/x'>here</a></p></body></html>",
        subtype="html",
    )
    assert parse(mail.as_bytes()).text.split("\n") == [
        "One two",
        "",
        "three here (https://example.org/x)",
    ]


@pytest.mark.parametrize(
    "disposition",
    [
        b'attachment; filename="=?GBK?B?' + b"v7zH2rHtLnBkZg==" + b'?="',
        b"attachment; filename*=GB2312''%BF%BC%C7%DA%B1%ED.pdf",
        b"attachment; filename*0*=utf-8''%E8%80%83%E5%8B%A4; filename*1*=%E8%A1%A8.pdf",
        b'attachment; filename="' + "考勤表.pdf".encode("gbk") + b'"',
    ],
)
def test_names_of_files_are_read_as_programs_write_them(disposition):
    head = PLAIN + b"Content-Disposition: " + disposition + b"\n"
    [file] = parse(raw(b"%PDF-", kind="application/pdf", head=head)).attachments
    assert file.name == "考勤表.pdf"


def test_a_subject_in_bare_gbk_is_read():
    head = PLAIN.replace(b"Subject: x", b"Subject: " + WORDS.encode("gbk"))
    assert parse(raw(b"x", head=head)).subject == WORDS


@pytest.mark.parametrize(
    ("text", "said", "quoted"),
    [
        (
            "yes\n\nOn Mon, 2 Mar 2026 A wrote:\n> what?\n",
            "yes",
            "On Mon, 2 Mar 2026 A wrote:\n> what?",
        ),
        ("好的\n------------------ 原始邮件 ------------------\n发件人: 工会\n问", "好的", None),
        ("好的\n\n发件人: 工会\n发送时间: 今天\n问", "好的", "发件人: 工会\n发送时间: 今天\n问"),
        ("王敏 写道：\n> 问一\n答一\n> 问二\n答二", "答一\n答二", "王敏 写道：\n> 问一\n> 问二"),
        ("> nothing of one's own", "> nothing of one's own", ""),
        ("From: here to there we walked", "From: here to there we walked", ""),
    ],
)
def test_what_is_quoted_stands_apart(text, said, quoted):
    found = folded(text)
    assert found[0] == said
    assert found[1] == (quoted if quoted is not None else text.split("\n", 1)[1])


def test_of_a_mail_within_a_mail_text_and_files_come_too():
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"], inner["Subject"] = "chef@example.org", "Dismissal"
    inner.set_content("You are dismissed.")
    inner.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    outer["From"] = "li@example.org"
    outer.set_content("See this:")
    outer.add_attachment(inner)
    parsed = parse(outer.as_bytes())
    assert parsed.text == (
        "See this:\n\nFrom: chef@example.org\nSubject: Dismissal\n\nYou are dismissed."
    )
    assert [file.name for file in parsed.attachments] == ["a.pdf"]


@pytest.mark.parametrize(
    "line",
    [
        b"Auto-Submitted: auto-replied",
        b"Precedence: bulk",
        b"List-Id: <news.example.org>",
        b"Return-Path: <>",
        b"X-Autoreply: yes",
    ],
)
def test_mails_of_machines_are_known(line):
    assert (
        parse(raw(b"x", head=PLAIN + line + b"\n")).is_automatic,
        parse(raw(b"x", head=PLAIN + b"Auto-Submitted: no\n")).is_automatic,
    ) == (True, False)


def test_our_own_mails_are_known():
    assert parse(raw(b"x"), own=["li@example.org"]).is_automatic


def test_long_and_large_ones_are_cut_and_say_so():
    long, large = parse(raw(b"x " * MAX_TEXT)), parse(raw(b"y" * (MAX_RAW + 1)))
    assert (long.is_cut, len(long.text), large.is_cut) == (True, MAX_TEXT, True)
    assert not parse(raw(b"x")).is_cut


def test_no_header_of_ours_can_be_made_with_an_address():
    head = PLAIN.replace(b"li@example.org", b"=?utf-8?Q?a=0ABcc:_b@c.d?= <li@example.org>")
    assert parse(raw(b"x", head=head)).from_address == "li@example.org"


lines = st.sampled_from(
    [
        *(b"Content-Type: multipart/mixed; boundary=a", b"Content-Type: message/rfc822", b"--a"),
        *(b"--a--", b"", b"From: =?gbk?B?xxx?=", b"To: <@@>,,;", b"Subject: =?a?q?=ff?="),
        *(b"Content-Type: text/html; charset=idna", b"Content-Transfer-Encoding: base64", b"A"),
        *(b'Content-Disposition: attachment; filename*0*="x', b"Date: Mon, 99", b"Content-Type: ;"),
        *(b"<![x<!--", b"Content-Type: multipart/alternative; boundary=b", b"--b", b"\xff\xfe\x00"),
        *(b"Content-Transfer-Encoding: uuencode", b"begin 6", b"Message-ID: <a b>", b" folded"),
    ]
)


@given(st.one_of(st.binary(max_size=400), st.lists(lines, max_size=25).map(b"\n".join)))
def test_nothing_is_raised_whatever_comes(data):
    parsed = parse(data)
    said = "".join(
        (parsed.text, parsed.quoted, parsed.subject, *(f.name for f in parsed.attachments))
    )
    assert "\0" not in said
    said.encode()


@given(st.binary(max_size=200), st.text(max_size=12))
def test_bytes_are_some_text_whatever_is_declared(data, declared):
    said = text_of(data, declared)
    assert said.encode().decode() == said


@given(st.text(max_size=300))
def test_pages_are_some_text(page):
    said = text_of_html(page)
    assert said.encode().decode() == said


@given(st.text(alphabet="> \nabFrom:发件人 ", max_size=200))
def test_folding_loses_no_word(text):
    said, quoted = folded(text)
    assert sorted((said + quoted).replace(" ", "").replace("\n", "")) == sorted(
        text.replace(" ", "").replace("\n", "")
    )
