"""The card as a QR picture and as a sheet to print."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path

import qrcode
from qrcode.image.svg import SvgPathFillImage

from unionhall.papers import typesetting

SOURCE = Path(__file__).with_name("card.typ")


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
    """One card on a page of A4, of a wallet's size with marks to cut along: title, name, lines, QR code.

    Raises Refused where the machine has no Chinese font to put into it.
    """
    out = BytesIO()
    _code(address).make_image(image_factory=SvgPathFillImage).save(out)
    told = {"title": title, "name": name, "lines": lines, "code": out.getvalue().decode()}
    return typesetting.set_by(SOURCE, told)
