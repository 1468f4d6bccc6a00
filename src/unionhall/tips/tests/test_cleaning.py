"""No file keeps who made it, where and when; what cannot be cleaned is refused with a way out."""

import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from unionhall.core.errors import Refused
from unionhall.tips.cleaning import cleaned, without_segments

MARK = b"SECRET"


def picture(kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x013B] = "SECRETARTIST"
    exif[0x8825] = {1: "N", 2: (30.0, 1.0, 2.0)}
    out = io.BytesIO()
    more = {"comment": b"SECRETCOMMENT"} if kind == "JPEG" else {}
    Image.new("RGB", (40, 30), "red").save(out, kind, exif=exif, **more)
    return out.getvalue()


def upload(data: bytes, name: str = "王强的手机.bin"):
    return cleaned(SimpleUploadedFile(name, data))


def pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setAuthor("SECRETAUTHOR")
    canvas.setTitle("SECRETTITLE")
    canvas.drawString(50, 50, "hello")
    canvas.drawImage(ImageReader(io.BytesIO(picture())), 10, 10)
    canvas.linkURL("http://SECRETLINK", (0, 0, 9, 9))
    canvas.save()
    return out.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.core_properties.author = "SECRETAUTHOR"
    paragraph = document.add_paragraph("hello")
    document.add_picture(io.BytesIO(picture()))
    document.add_comment(paragraph.runs, text="note", author="SECRETCOMMENTER", initials="SECRET")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = "SECRETCREATOR"
    book.active["A1"] = "hello"
    book.active["A1"].comment = Comment("note", "SECRETCOMMENTER")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_says_nothing_of_place_and_camera(kind):
    data = picture(kind)
    assert MARK in data
    clean = upload(data)
    with Image.open(io.BytesIO(clean.data)) as again:
        assert (again.size, dict(again.getexif())) == ((40, 30), {})
    assert MARK not in clean.data


def test_a_pdf_keeps_its_pages_and_nothing_about_itself():
    clean = upload(pdf())
    reader = PdfReader(io.BytesIO(clean.data))
    assert "hello" in reader.pages[0].extract_text()
    assert (reader.metadata, reader.trailer.get("/ID")) == (None, None)
    (image,) = reader.pages[0]["/Resources"]["/XObject"].values()
    assert image["/Filter"] == "/DCTDecode"
    assert MARK not in image.get_object()._data
    assert MARK not in clean.data


def test_the_pixels_of_a_jpeg_stay_when_its_segments_go():
    before, after = (
        Image.open(io.BytesIO(data)) for data in (picture(), without_segments(picture()))
    )
    assert before.tobytes() == after.tobytes()
    assert MARK not in without_segments(picture())


@pytest.mark.parametrize(("make", "read"), [(word, docx.Document), (excel, openpyxl.load_workbook)])
def test_a_document_names_no_author_and_still_opens(make, read):
    assert any(MARK in part for part in parts(make()).values())
    clean = upload(make())
    assert [name for name, part in parts(clean.data).items() if MARK in part] == []
    read(io.BytesIO(clean.data))
    with zipfile.ZipFile(io.BytesIO(clean.data)) as packed:
        assert {info.date_time[0] for info in packed.infolist()} == {1980}


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90", b"<html>", b"%PDF-1.7 %%EOF", b"PK\x03\x04", b"\xff\xd8\xff\xe0junk"]
)
def test_anything_else_is_refused_with_what_to_do_instead(data):
    with pytest.raises(Refused) as refused:
        upload(data)
    assert refused.value.instead


def test_a_locked_pdf_is_refused(english):
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("x", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="locked with a password"):
        upload(out.getvalue())


def test_a_document_with_files_inside_is_refused(english):
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/embeddings/oleObject1.bin", b"x")
    with pytest.raises(Refused, match="other files or links inside"):
        upload(out.getvalue())
