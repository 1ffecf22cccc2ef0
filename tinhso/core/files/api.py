"""Files for machines: send one of one's own, ask about it, fetch it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from ninja import File as FileParam
from ninja import Router, Schema
from ninja.files import UploadedFile

from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import ANY
from tinhso.core.files.models import File
from tinhso.kit.doors import Request, signed_in

router = Router(tags=["files"])


class FileSaid(Schema):
    """A file as machines know it. `size` in bytes; `state` is clean, held or infected."""

    uuid: UUID
    name: str
    kind: str
    size: int
    state: str
    kept_at: datetime
    url: str


@router.post("/", response={201: FileSaid}, url_name="send_file")
@signed_in
def send_file(request: Request, file: FileParam[UploadedFile]) -> tuple[int, FileSaid]:
    """Keep a file of one's own: a photo, a PDF, a voice recording or an office document."""
    kept = keep_file(file, rules=ANY, person=request.rights.person, by=request.actor, at=request.at)
    return 201, _said(kept)


@router.get("/{uuid}/", response=FileSaid, url_name="file_said")
@signed_in
def file_said(request: Request, uuid: UUID) -> FileSaid:
    """What is known of a file that one may see."""
    file = File.objects.one_visible_to(request.rights, uuid)
    if file is None:
        raise Http404
    return _said(file)


def _said(file: File) -> FileSaid:
    return FileSaid(
        uuid=file.uuid,
        name=file.name,
        kind=file.blob.kind if file.blob else "",
        size=file.blob.size if file.blob else 0,
        state=file.blob.state if file.blob else "",
        kept_at=file.kept_at,
        url=reverse("file", args=[file.uuid]),
    )
