"""What is hidden in a picture cannot be brought back: not from its pixels, not from its file, not from its preview."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as slow
from hypothesis import strategies as some
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat

from tinhso.core.files.actions import FileRefused, keep_file
from tinhso.core.files.actions.publishing import NotAPicture, draw_public_copy, keep_public_copy
from tinhso.core.files.domain.hiding import _hide_part
from tinhso.core.files.domain.kinds import ANY
from tinhso.core.files.models import File, store
from tinhso.core.files.tests.samples import pdf, photo
from tinhso.kit.actors import Actor

BY, PLATE = Actor(account=7), (250, 400, 500, 200)


def with_plate(number: str) -> Image.Image:
    picture = Image.new("RGB", (800, 600), "#7a8f6a")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((200, 240, 600, 360), fill="white", outline="black", width=6)
    drawing.text((230, 260), number, fill="black", font=ImageFont.load_default(56))
    return picture


def as_file(picture: Image.Image, tmp_path, settings, **save) -> File:
    settings.MEDIA_ROOT = tmp_path
    written = BytesIO()
    picture.save(written, "JPEG", quality=95, **save)
    upload = SimpleUploadedFile("xe 26B1-123.45.jpg", written.getvalue(), content_type="image/jpeg")
    return keep_file(upload, rules=ANY, by=BY, at=timezone.now())


def edges_of_the_plate(picture: Image.Image) -> float:
    box = tuple(round(n * s / 1000) for n, s in zip((270, 420, 730, 580), picture.size * 2, strict=True))
    return ImageStat.Stat(picture.convert("L").filter(ImageFilter.FIND_EDGES).crop(box)).mean[0]


@pytest.mark.django_db
def test_a_plate_that_was_marked_cannot_be_read_again_and_the_rest_of_the_picture_stays(tmp_path, settings):
    file = as_file(with_plate("26B1-123.45"), tmp_path, settings)
    copy = draw_public_copy(file, hidden=[PLATE])
    public = keep_public_copy(copy, name="anh-1.jpg", about=file, by=BY, at=timezone.now())

    assert public.public
    assert "26B1" not in public.name
    for blob, seen, outside in (
        (public.blob, file.blob, (0, 0, 790, 220)),
        (public.preview, file.preview, (0, 0, 470, 130)),
    ):
        shown = Image.open(store().path(blob.sha256))
        assert edges_of_the_plate(shown) < edges_of_the_plate(Image.open(store().path(seen.sha256))) / 8
        assert ImageStat.Stat(shown.crop(outside)).stddev[0] < 6
    assert not copy.clean.exists()
    copy.drop()


@pytest.mark.django_db
def test_the_copy_carries_no_comment_no_thumbnail_and_nothing_after_its_end(tmp_path, settings):
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "26B1-123.45", {1: "N", 2: (21.0, 20.0, 0.0)}
    file = as_file(with_plate("26B1-123.45"), tmp_path, settings, exif=exif, comment=b"26B1")
    public = keep_public_copy(
        draw_public_copy(file, hidden=[PLATE]), name="a.jpg", about=file, by=BY, at=timezone.now()
    )
    for blob in (public.blob, public.preview):
        written = store().path(blob.sha256).read_bytes()
        assert not {name for name in (b"Exif", b"26B1", b"Photoshop", b"http") if name in written}
        assert written.count(b"\xff\xd8\xff") == 1
        assert written.endswith(b"\xff\xd9")


def test_two_numbers_of_the_same_ink_become_nearly_the_same_picture():
    one, other = with_plate("26B1-883.86"), with_plate("26B1-688.83")
    assert max(high for _low, high in ImageChops.difference(one, other).getextrema()) == 255
    for picture in (one, other):
        _hide_part(picture, PLATE)
    assert max(high for _low, high in ImageChops.difference(one, other).getextrema()) <= 32


@slow(max_examples=40, deadline=None)
@given(
    left=some.integers(0, 994), top=some.integers(0, 994), wide=some.integers(5, 1000), high=some.integers(5, 1000),
    size=some.tuples(some.integers(1, 300), some.integers(1, 300)),
)  # fmt: skip
def test_whatever_is_marked_on_a_picture_of_any_size_is_hidden_and_nothing_else_is_touched(left, top, wide, high, size):
    picture = Image.effect_noise(size, 90).convert("RGB")
    before = picture.copy()
    _hide_part(picture, (left, top, min(wide, 1000 - left), min(high, 1000 - top)))
    changed = ImageChops.difference(before, picture).getbbox()
    if changed:
        assert changed[0] >= left * size[0] // 1000
        assert changed[1] >= top * size[1] // 1000
        assert changed[2] <= -(-min(1000, left + wide) * size[0] // 1000) + 1
        assert changed[3] <= -(-min(1000, top + high) * size[1] // 1000) + 1


@pytest.mark.django_db
def test_only_a_picture_that_was_found_harmless_is_shown(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    paper = keep_file(SimpleUploadedFile("a.pdf", pdf(), "application/pdf"), rules=ANY, by=BY, at=timezone.now())
    with pytest.raises(NotAPicture):
        draw_public_copy(paper, hidden=[])
    with pytest.raises(NotAPicture):
        draw_public_copy(SimpleNamespace(blob=None), hidden=[])
    picture = keep_file(SimpleUploadedFile("a.jpg", photo(), "image/jpeg"), rules=ANY, by=BY, at=timezone.now())
    store().path(picture.blob.sha256).write_bytes(b"no picture any more")
    with pytest.raises(FileRefused):
        draw_public_copy(picture, hidden=[(0, 0, 1000, 1000)])
    assert not list(store().left_behind())
