"""Files for machines: send one of one's own, ask about it, fetch it; check what is signed."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from ninja import File as FileParam
from ninja import Router, Schema
from ninja.files import UploadedFile

from tinhso.core.files.actions import keep_file
from tinhso.core.files.actions.checking import (
    Answer,
    CodeTypedWrong,
    NoSuchCode,
    NotOurAddress,
    check_upload,
    find_signed,
)
from tinhso.core.files.domain.kinds import ANY
from tinhso.core.files.domain.signing.findings import Reason, Verdict
from tinhso.core.files.models import File, Signed
from tinhso.kit.doors import Request, open_to_all, signed_in

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


class SignatureSaid(Schema):
    """One signature. `at` is proven by a time stamp, else as the signer says; `reasons`: why it is not simply good."""

    name: str
    organisation: str
    issuer: str
    at: datetime | None
    proven: bool
    verdict: Verdict
    reasons: list[Reason]


class SignedSaid(Schema):
    """What was given out under a code. `standing` is valid, revoked or superseded; then `reason` says why."""

    code: str
    title: str
    signer: str
    post: str
    agency: str
    signed_at: datetime
    standing: str
    reason: str
    newer: str

    @classmethod
    def of(cls, signed: Signed) -> Self:
        return cls(
            code=signed.code,
            title=signed.title,
            signer=signed.signer,
            post=signed.post,
            agency=signed.agency,
            signed_at=signed.signed_at,
            standing=signed.standing,
            reason=signed.reason,
            newer=signed.superseded_by.code if signed.superseded_by else "",
        )


class CheckSaid(Schema):
    """What checking found. `exact`: the very file that left our house; `given_out`: what our book says of it."""

    verdict: Verdict
    reasons: list[Reason]
    exact: bool
    signatures: list[SignatureSaid]
    given_out: SignedSaid | None

    @classmethod
    def of(cls, answer: Answer) -> Self:
        told = [
            SignatureSaid(
                name=one.name,
                organisation=one.organisation,
                issuer=one.issuer,
                at=one.at,
                proven=one.proven,
                verdict=one.verdict,
                reasons=list(one.reasons),
            )
            for one in answer.report.signatures
        ]
        return cls(
            verdict=answer.verdict,
            reasons=list(answer.report.all_reasons),
            exact=answer.exact,
            signatures=told,
            given_out=SignedSaid.of(answer.signed) if answer.signed else None,
        )


@router.post("/check/", response=CheckSaid, url_name="check_said")
@open_to_all
def check_said(request: Request, file: FileParam[UploadedFile]) -> CheckSaid:
    """Who signed a PDF or XML, when, and whether it may be believed. Nothing of it is kept."""
    return CheckSaid.of(check_upload(file, at=request.at))


@router.get("/signed/{code}/", response=SignedSaid, url_name="signed_said")
@open_to_all
def signed_said(request: Request, code: str) -> SignedSaid:
    """What the province gave out under the code of a paper, and whether it still holds."""
    try:
        return SignedSaid.of(find_signed(code))
    except (NoSuchCode, CodeTypedWrong, NotOurAddress):
        raise Http404 from None


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
