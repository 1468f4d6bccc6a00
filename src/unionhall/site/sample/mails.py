"""Mails at the district's desk: of a member, of somebody who is none, with a photo and quotes, and an advertisement."""

from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

from PIL import Image, ImageDraw

from unionhall.accounts.models import Outgoing
from unionhall.cases.mail_in import actions
from unionhall.core import clock
from unionhall.site.sample.federation import Federation

# hours ago, sender, subject, text, whether a photo is enclosed
MAILS = (
    (
        29,
        "zhou.jiannan@mail.example",
        "关于年休假",
        "你好，我在厂里干了六年，今年一天年休假也没给，说是生产忙。我应该有几天？能不能折成工资？\n\n"
        "周建南\n\n在 2026年 工会服务台 写道：\n> 您的来信已收到。\n> 请说明工作年限。",
        False,
    ),
    (
        20,
        "xm1987@post.example",
        "工资条",
        "工会同志：\n附上这个月的工资条照片，加班 38 小时只算了 20 小时。之前打过电话，让我把材料发过来。",
        True,
    ),
    (
        4,
        "office@print-shop.example",
        "宣传横幅优惠",
        "横幅、展板、锦旗，三天交货，量大从优。",
        False,
    ),
)  # fmt: skip


def bring(federation: Federation) -> None:
    """Receive them as a mail server hands them over; nobody at these addresses is written to."""
    now = clock.now()
    before = set(Outgoing.objects.values_list("pk", flat=True))
    for hours, sender, subject, text, with_photo in MAILS:
        with clock.standing_at(now - timedelta(hours=hours)):
            raw = _written(sender, subject, text, with_photo)
            actions.receive(raw, union=federation.district.code, on=clock.today())
    Outgoing.objects.exclude(pk__in=before).delete()


def _written(sender: str, subject: str, text: str, with_photo: bool) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "requests@union.example", subject
    mail["Message-ID"] = f"<{clock.now():%Y%m%d%H%M}.{sender}>"
    mail["Date"] = clock.now()
    mail.set_content(text, charset="gb18030", cte="base64")
    if with_photo:
        mail.add_attachment(_photo(), maintype="image", subtype="jpeg", filename="工资条.jpg")
    return mail.as_bytes()


def _photo() -> bytes:
    """A slip of paper with lines."""
    picture = Image.new("RGB", (640, 420), "#f6f2e6")
    pen = ImageDraw.Draw(picture)
    for row in range(8):
        pen.line((40, 60 + row * 42, 600, 60 + row * 42), fill="#8a8577", width=2)
    for column in (40, 320, 600):
        pen.line((column, 60, column, 354), fill="#8a8577", width=2)
    data = BytesIO()
    picture.save(data, "JPEG")
    return data.getvalue()
