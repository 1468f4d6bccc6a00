"""The card as a QR picture and as a sheet to print."""

from base64 import b64encode
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathFillImage
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 85.6 * mm, 53.98 * mm  # a card of ISO/IEC 7810 ID-1
FONT = "STSong-Light"  # every reader of PDF brings it for Chinese; nothing need be embedded
RED, INK, SOFT = HexColor("#b3261e"), HexColor("#1f1d1a"), HexColor("#6b665e")


def svg(address: str) -> str:
    """The QR code as an image for a page: data:image/svg+xml;base64,…"""
    out = BytesIO()
    _code(address).make_image(image_factory=SvgPathFillImage).save(out)
    return "data:image/svg+xml;base64," + b64encode(out.getvalue()).decode()


def _code(address: str) -> qrcode.QRCode:
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    return code


def pdf(*, address: str, title: str, name: str, lines: list[str]) -> bytes:
    """One card on a page of A4, of a wallet's size with marks to cut along: title, name, lines, QR code."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.setTitle(title)
    canvas.translate(20 * mm, A4[1] - 20 * mm - HEIGHT)
    _marks(canvas)
    canvas.setFillColor(RED)
    canvas.rect(0, HEIGHT - 10 * mm, WIDTH, 10 * mm, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.setFont(FONT, 12)
    canvas.drawString(5 * mm, HEIGHT - 6.8 * mm, title)
    canvas.setFillColor(INK)
    canvas.setFont(FONT, _fitting(name, 16, 42 * mm))
    canvas.drawString(5 * mm, HEIGHT - 20 * mm, name)
    canvas.setFillColor(SOFT)
    for row, line in enumerate(lines):
        canvas.setFont(FONT, _fitting(line, 8.5, 42 * mm))
        canvas.drawString(5 * mm, HEIGHT - (27 + 6 * row) * mm, line)
    _draw(canvas, address, WIDTH - 38 * mm, 4 * mm, 35 * mm)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _fitting(text: str, size: float, width: float) -> float:
    """The size, or a smaller one at which the text fits."""
    return min(size, size * width / max(pdfmetrics.stringWidth(text, FONT, size), 1))


def _marks(canvas: Canvas) -> None:
    canvas.setStrokeColor(SOFT)
    canvas.setLineWidth(0.25)
    for x in (0, WIDTH):
        for y in (0, HEIGHT):
            outward = -4 * mm if x == 0 else 4 * mm, -4 * mm if y == 0 else 4 * mm
            canvas.line(x, y, x + outward[0], y)
            canvas.line(x, y, x, y + outward[1])


def _draw(canvas: Canvas, address: str, x: float, y: float, size: float) -> None:
    """The code as squares, which any printer keeps sharp."""
    rows = _code(address).get_matrix()
    side = size / len(rows)
    canvas.setFillColor(INK)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                left, bottom = x + across * side, y + size - (down + 1) * side
                canvas.rect(left, bottom, side, side, stroke=0, fill=1)
