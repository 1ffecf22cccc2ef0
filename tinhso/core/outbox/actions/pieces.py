"""Files that come in pieces: each piece once, in any order; the whole only when its hash is right."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from tinhso.core.outbox.domain.pieces import PieceOf, Referred
from tinhso.core.outbox.models import Piece
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert_new

MOST_WAITING = 100_000_000
"""Bytes of one account that may be on their way at once."""


class TooMuchOnTheWay(Refusal):
    sentence = _("Too many files are on their way. Send the first ones to their end.")


@transaction.atomic
def take_piece(piece: PieceOf, content: bytes, *, item: UUID, account: int, at: datetime) -> int:
    """Keep some bytes of a file. Says how many bytes of it stand from its beginning. Raises TooMuchOnTheWay."""
    waiting = Piece.objects.filter(account=account).aggregate(size=Sum("size"))["size"] or 0
    if waiting + len(content) > MOST_WAITING:
        raise TooMuchOnTheWay
    row = Piece(
        account_id=account, item=item, sha256=piece.sha256, total=piece.total, start=piece.start,
        size=len(content), content=content, came_at=at,
    )  # fmt: skip
    insert_new(row)
    return pieces_of(account, item).get(piece.sha256, 0)


def pieces_of(account: int, item: UUID) -> dict[str, int]:
    """Hash of each file of an item → how many bytes of it stand from its beginning without a gap."""
    have: dict[str, int] = {}
    for digest, start, size in Piece.objects.of_item(account, item).values_list("sha256", "start", "size"):
        stood = have.setdefault(digest, 0)
        if start <= stood:
            have[digest] = max(stood, start + size)
    return have


def joined(referred: Iterable[Referred], *, account: int, item: UUID) -> list[TemporaryUploadedFile] | None:
    """The files, whole, as if they had come with the form; None when one of them is not whole.

    A file whose bytes are not what its name says is forgotten: it has to come again.
    """
    return _all(_joined(one, account, item) for one in referred)


def _all(files: Iterable[TemporaryUploadedFile | None]) -> list[TemporaryUploadedFile] | None:
    found = list(files)
    whole = [file for file in found if file is not None]
    return whole if len(whole) == len(found) else None


def _joined(one: Referred, account: int, item: UUID) -> TemporaryUploadedFile | None:
    rows = Piece.objects.of_item(account, item).filter(sha256=one.sha256)
    content = bytearray()
    for start, piece in rows.values_list("start", "content"):
        if start > len(content):
            return None
        content[start : start + len(piece)] = bytes(piece)
    if sha256(content).hexdigest() == one.sha256:
        return as_upload(bytes(content), name=one.filename, kind=one.type)
    if rows and len(content) >= rows[0].total:
        rows.delete()
    return None


def as_upload(content: bytes, *, name: str, kind: str) -> TemporaryUploadedFile:
    """Bytes as an upload that has just arrived."""
    file = TemporaryUploadedFile(name, kind, len(content), None)
    file.write(content)
    file.flush()
    file.seek(0)
    setattr(file, "sha256", sha256(content).digest())
    return file


def forget_pieces(account: int, item: UUID) -> None:
    """The item was taken in: its pieces have become files."""
    Piece.objects.filter(account=account, item=item).delete()


def forget_old_pieces(*, at: datetime) -> None:
    """What never became whole goes after `PIECES_KEPT_DAYS`; the phone still has it and begins anew."""
    Piece.objects.filter(came_at__lt=at - timedelta(days=max(1, settings.PIECES_KEPT_DAYS))).delete()
