import hashlib
import io
import os
import stat
import struct
import time
import zlib

import pytest
from django.db import transaction
from django.utils import translation
from PIL import Image, ImageCms, PngImagePlugin

from unionhall.core import keyring
from unionhall.core.errors import Refused
from unionhall.documents import actions, content, store
from unionhall.documents.models import Attachment
from unionhall.documents.tests.made import PDF, office, picture, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("data", "media_type", "name"),
    [
        (picture("JPEG"), "image/jpeg", "工资条.jpg"),
        (picture("PNG"), "image/png", "工资条.png"),
        (picture("WEBP"), "image/webp", "工资条.webp"),
        (PDF, "application/pdf", "工资条.pdf"),
        (office(), content.OFFICE + "wordprocessingml.document", "工资条.docx"),
        (office("xl/workbook.xml"), content.OFFICE + "spreadsheetml.sheet", "工资条.xlsx"),
    ],
)
def test_a_file_is_kept_by_what_it_is_not_by_its_name(data, media_type, name, by, subject):
    kept = actions.attach(subject, upload(data, "工资条.exe", "text/html"), by=by)
    assert (kept.media_type, kept.name, kept.uploaded_by) == (media_type, name, by)
    plain = store.read(kept.uid)
    assert (kept.size, kept.sha256) == (len(plain), hashlib.sha256(plain).hexdigest())
    assert kept.has_thumbnail is kept.is_image is media_type.startswith("image/")
    assert list(Attachment.objects.of(subject)) == [kept]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"%PDF-1.7 cut off",
        b"PK\x03\x04 no zip at all",
        office("other.xml"),
        office("[Content_Types].xml"),
    ],
)
def test_other_kinds_are_refused_whatever_they_claim(data, by, subject):
    with pytest.raises(Refused) as refused:
        actions.attach(subject, upload(data), by=by)
    assert "PDF" in refused.value.instead
    assert not Attachment.objects.exists()


def test_a_document_with_a_macro_is_refused(by, subject):
    data = office(**{"word/vbaProject.bin": "x"})
    with pytest.raises(Refused) as refused:
        actions.attach(subject, upload(data, "a.docx"), by=by)
    assert "PDF" in refused.value.instead


def test_a_document_that_unpacks_without_end_is_refused(by, subject, monkeypatch):
    monkeypatch.setattr(content, "MAX_UNPACKED", 1000)
    with pytest.raises(Refused):
        actions.attach(subject, upload(office(**{"word/big.xml": "0" * 5000})), by=by)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(by, subject):
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )
    with pytest.raises(Refused):
        actions.attach(subject, upload(bomb), by=by)


def test_a_broken_picture_is_refused(by, subject):
    with pytest.raises(Refused):
        actions.attach(subject, upload(picture(size=(400, 400))[:500]), by=by)


def test_a_file_too_large_is_refused_unread(by, subject, monkeypatch):
    monkeypatch.setattr(content, "MAX_BYTES", 100)
    big = upload(PDF + b" " * 200)
    with pytest.raises(Refused):
        actions.attach(subject, big, by=by)
    assert big.tell() == 0


def test_one_file_too_many_is_refused(by, subject, monkeypatch):
    monkeypatch.setattr(actions, "MAX_FILES", 2)
    for _file in range(2):
        actions.attach(subject, upload(PDF), by=by)
    with pytest.raises(Refused):
        actions.attach(subject, upload(PDF), by=by)
    assert Attachment.objects.count() == 2


def located():
    """A photo that tells where and with what it was taken, upside up only by its orientation."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return picture(exif=exif, icc_profile=profile, comment=b"Secret comment", xmp=b"<x>Secret</x>")


def test_nothing_but_pixels_is_kept_of_a_photo(by, subject):
    data = located()
    assert b"Secret" in data
    kept = actions.attach(subject, upload(data), by=by)
    for kind in ("content", "thumbnail"):
        clean = store.read(kept.uid, kind)
        with Image.open(io.BytesIO(clean)) as image:
            assert b"Secret" not in clean
            assert (dict(image.getexif()), image.size) == ({}, (20, 40))
            assert {"exif", "icc_profile", "comment", "xmp"} & set(image.info) == set()


def test_no_text_is_kept_of_a_png(by, subject):
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Secret name")
    kept = actions.attach(subject, upload(picture("PNG", pnginfo=told)), by=by)
    assert b"Secret" not in store.read(kept.uid)


def test_what_is_clear_stays_clear_in_a_png(by, subject):
    data = picture("PNG", mode="RGBA", color=(0, 0, 0, 0))
    kept = actions.attach(subject, upload(data), by=by)
    with Image.open(io.BytesIO(store.read(kept.uid))) as image:
        assert image.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_large_photo_is_made_fit_for_a_phone(by, subject):
    kept = actions.attach(subject, upload(picture(size=(4000, 3000))), by=by)
    with Image.open(io.BytesIO(store.read(kept.uid))) as image:
        assert image.size == (2560, 1920)
    with Image.open(io.BytesIO(store.read(kept.uid, "thumbnail"))) as image:
        assert image.size == (480, 360)


def test_files_lie_sealed_under_random_names(by, subject, place):
    kept = actions.attach(subject, upload(PDF, "王小明.pdf"), by=by)
    (file,) = [f for f in place.rglob("*") if f.is_file()]
    assert b"PDF" not in file.read_bytes()
    assert file.name == f"{kept.uid.hex}.content"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_opens_only_as_what_it_was_kept(by, subject):
    one = actions.attach(subject, upload(picture()), by=by)
    store.path(one.uid).replace(store.path(one.uid, "thumbnail"))
    with pytest.raises(keyring.Unreadable):
        store.read(one.uid, "thumbnail")


def test_files_are_sealed_anew_after_rotation(by, subject):
    kept = actions.attach(subject, upload(picture()), by=by)
    before = store.read(kept.uid)
    store.path(kept.uid).with_suffix(store.DRAFT).write_bytes(b"half")
    keyring.rotate()
    assert (store.reseal(), store.reseal()) == (2, 0)
    sealed = store.path(kept.uid).read_bytes()
    assert keyring.sealed_with(sealed) == keyring.active()
    assert store.read(kept.uid) == before


def test_files_of_an_act_that_failed_are_cleared_away(by, subject):
    kept = actions.attach(subject, upload(PDF), by=by)
    with transaction.atomic():
        lost = actions.attach(subject, upload(PDF), by=by)
        transaction.set_rollback(True)
    assert actions.clear_orphans() == 0, "it may belong to an act that has not ended yet"
    for uid in (kept.uid, lost.uid):
        os.utime(store.path(uid), (time.time() - 7200,) * 2)
    assert actions.clear_orphans() == 1
    assert (store.path(kept.uid).exists(), store.path(lost.uid).exists()) == (True, False)


def test_half_written_files_are_cleared_away(by, subject):
    kept = actions.attach(subject, upload(PDF), by=by)
    draft = store.path(kept.uid).with_suffix(store.DRAFT)
    draft.write_bytes(b"half")
    os.utime(draft, (0, 0))
    assert (actions.clear_orphans(), draft.exists()) == (1, False)


def test_a_detached_file_is_gone_once_the_act_stands(
    by, subject, django_capture_on_commit_callbacks
):
    kept = actions.attach(subject, upload(picture()), by=by)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(kept)
        assert store.path(kept.uid).exists()
    assert not list(store.files())
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\w\\工资条.PDF", "工资条.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("...", "file.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_path_control_characters_or_a_wrong_ending(name, plain):
    with translation.override("en"):
        assert actions.plain_name(name, ".pdf") == plain
