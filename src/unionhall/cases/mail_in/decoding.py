"""Text out of the bytes of a mail, whatever they are declared to be."""

import re
from email.header import decode_header
from html.parser import HTMLParser

# What GB2312 and GBK are declared for holds characters that only their superset knows.
WIDER = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
}
# They never fail, so they are often declared for what is something else.
ANYTHING = ("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "iso-8859-15")
# Text codecs of Python that no mail is written in.
NEVER = ("idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape", "undefined")
SURELY = 6  # bytes outside ASCII; so many are not valid UTF-8 by accident
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def text_of(data: bytes, declared: str = "") -> str:
    """The bytes as text: as declared where that can be, else as what they look like; never raises."""
    name = declared.strip().strip("\"'").lower()
    name = WIDER.get(name, name)
    beyond = sum(byte > 127 for byte in data)
    tries = [name, "utf-8", "gb18030", "big5hkscs"]
    if name in ANYTHING or beyond >= SURELY:
        tries = ["utf-8", name, "gb18030", "big5hkscs"]
    if name in ANYTHING and beyond:
        tries = ["utf-8", "gb18030", name] if beyond >= SURELY else ["utf-8", name]
    for codec in tries:
        if codec and codec not in NEVER:
            try:
                return plain(data.decode(codec))
            except (LookupError, ValueError):
                continue
    return plain(data.decode("utf-8", "replace"))


def plain(text: str) -> str:
    """The text with one kind of line end, without control characters and what no database keeps."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text).encode("utf-8", "replace").decode()


def header(value: object) -> str:
    """A header's words in one line, from RFC 2047 or from bare bytes; never raises."""
    text = str(value or "")
    try:
        bare = text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        bare = text.encode("utf-8", "surrogateescape")
    if any(byte > 127 for byte in bare):
        return one_line(text_of(bare))
    try:
        chunks = decode_header(text)
    except Exception:  # half an encoded word: shown as it stands
        return one_line(text)
    words = [
        chunk if isinstance(chunk, str) else text_of(chunk, charset or "")
        for chunk, charset in chunks
    ]
    return one_line("".join(words))


def one_line(text: str) -> str:
    """The text with every stretch of white space as one blank."""
    return " ".join(plain(text).split())


BLOCKS = frozenset(
    (
        *("p", "div", "br", "hr", "pre", "table", "tr", "ul", "ol", "li", "section", "article"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript", "svg", "object"))


class _Words(HTMLParser):
    """Collects what a reader would see, and where links lead; quotes begin with ">"."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.unseen = 0
        self.quotes = 0
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "blockquote":
            self.quotes += 1
            self._break()
        elif tag in BLOCKS:
            self._break()
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        if tag in BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "blockquote":
            self._break()
            self.quotes = max(0, self.quotes - 1)
            self._break()
        elif tag in BLOCKS:
            self._break()
        elif tag == "a" and self.links:
            link = self.links.pop()
            if link.startswith(("http://", "https://")) and link not in self.lines[-1]:
                self.lines[-1] += f" ({link})"

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            words = re.sub(r"\s+", " ", data)
            self.lines[-1] += words.lstrip() if self.lines[-1] in ("", "> ") else words

    def _break(self) -> None:
        self.lines.append("> " if self.quotes else "")


def text_of_html(html: str) -> str:
    """What a reader of the page would see, as plain text; never raises."""
    words = _Words()
    try:
        words.feed(html)
        words.close()
    except Exception:  # the library's parser gives up on some malformed declarations
        return plain(re.sub(r"<[^>]*>", " ", html)).strip()
    lines = [line.rstrip() for line in words.lines if line.strip() != ">"]
    return plain(re.sub(r"\n{3,}", "\n\n", "\n".join(lines))).strip()


# Everything after one of these is what was answered to.
LAST = re.compile(
    r"^\s*-{2,}\s*(original message|forwarded message|原始邮件|原邮件|转发的?邮件|回复的原邮件)\s*-{2,}"
    r"|^\s*_{20,}\s*$",
    re.IGNORECASE,
)
# What is quoted after one of these has ">" before each line, and an answer may stand below it.
WROTE = re.compile(
    r"^\s*(on .{4,200} wrote:|.{0,200}(写道|寫道)[:：]|在 ?.{4,200}写道.{0,3})\s*$", re.I
)
HEAD = re.compile(r"^\s*\**(from|发件人|寄件者)\s*[:：]", re.IGNORECASE)
HEAD_GOES_ON = re.compile(
    r"^\s*\**(sent|date|to|发送时间|日期|收件人|寄件日期)\s*[:：]", re.IGNORECASE
)


def folded(text: str) -> tuple[str, str]:
    """What somebody wrote, and apart from it what they quoted of earlier mails; nothing is left out.

    A mail that is nothing but quotes, such as one passed on, is taken as what was written.
    """
    lines = text.split("\n")
    said: list[str] = []
    quoted: list[str] = []
    for place, line in enumerate(lines):
        after = [row for row in lines[place + 1 : place + 4] if row.strip()]
        if LAST.match(line) or (HEAD.match(line) and after and HEAD_GOES_ON.match(after[0])):
            quoted += lines[place:]
            break
        is_quote = line.lstrip().startswith(">")
        introduces = WROTE.match(line) and (not after or after[0].lstrip().startswith(">"))
        (quoted if is_quote or introduces else said).append(line)
    written = "\n".join(said).strip()
    return (written, "\n".join(quoted).strip()) if written else (text.strip(), "")
