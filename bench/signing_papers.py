"""Papers, keys and an authority for `bench.signing`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils import timezone

from bench.signing import Row, of_many
from simulators.ca.authority import Authority
from tinhso.core.files.actions.keys import (
    OpenKey,
    certify_key,
    make_signing_key,
    open_key,
    open_seal,
    request_file,
    seal_pin,
    trust,
)
from tinhso.core.files.actions.signing import Paper, sign_paper
from tinhso.core.files.domain.signing.papers import Mark, sign_pdf
from tinhso.core.files.domain.signing.reading import check_pdf
from tinhso.core.files.domain.signing.stamps import AGENCY, PERSON, Stamp, said_time
from tinhso.core.files.models import File, Holder
from tinhso.government.procedures.domain import results
from tinhso.government.procedures.domain.papers import Office, Result, Signer, pdf
from tinhso.kit.actors import Actor

NAME, OFFICE, PIN = "Quàng Văn Muôn", "Ủy ban nhân dân xã Co Mạ", "246810"
PERSON_ID, OFFICE_ID = UUID(int=1), UUID(int=2)
BY = Actor(account=1, person=PERSON_ID)
SEAL_BOX = (340, 788, 580, 834)
FEW = 20


def rows() -> Iterator[Row]:
    """Each line as it is measured."""
    officer, seal = _keys()
    both = (_mark(officer, PERSON, results.STAMP, -1, "ChuKy"), _mark(seal, AGENCY, SEAL_BOX, 0, "ConDau"))
    page = _decision(0)
    signed = sign_pdf(page, both)
    yield _speed("render a decision (PDF/A)", of_many(_decision), "6 ms")
    yield _speed("one signature, B-B, with its stamp", of_many(lambda _n: sign_pdf(page, both[:1])), "11 ms")
    yield _speed("officer, then seal, B-B, with stamps", of_many(lambda _n: sign_pdf(page, both)), "")
    one = of_many(lambda number: _store(number, officer, None))
    yield "render, sign by the officer, verify, store", f"{one:.1f} ms CPU", "≤ 20 ms"
    two = of_many(lambda number: _store(number, officer, seal))
    yield "render, sign by officer and seal, verify, store", f"{two:.1f} ms CPU", "≤ 20 ms"
    checked = of_many(lambda _n: check_pdf(signed, trust(), at=timezone.now()), FEW)
    yield "check a paper with two signatures", f"{checked:.0f} ms CPU", ""
    opened = of_many(lambda _n: open_key(officer.row, PIN, by=BY, at=timezone.now()), FEW)
    yield "open a key with its PIN", f"{opened:.0f} ms CPU", ""


def _speed(what: str, milliseconds: float, goal: str) -> Row:
    return what, f"{milliseconds:.1f} ms CPU, {1000 / milliseconds:.0f} a second and core", goal


def _keys() -> tuple[OpenKey, OpenKey]:
    authority, now = Authority(Path(settings.VAR) / "ca", "http://127.0.0.1:8903"), timezone.now()
    for folder, name, content in (
        (settings.SIGNING_ANCHORS, "root.cer", authority.root.public_bytes(Encoding.DER)),
        (settings.SIGNING_LISTS, "root.crl", authority.root_list()),
        (settings.SIGNING_LISTS, "issuing.crl", authority.revocation_list()),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    officer = _key(authority, Holder.PERSON, PERSON_ID, NAME, PIN, now)
    _key(authority, Holder.AGENCY, OFFICE_ID, OFFICE, seal_pin(OFFICE_ID), now)
    seal = open_seal(OFFICE_ID, at=now)
    if seal is None:
        raise LookupError(OFFICE)
    return open_key(officer.row, PIN, by=BY, at=now), seal


def _key(authority: Authority, kind: Holder, holder: UUID, name: str, pin: str, at: datetime) -> OpenKey:
    row = make_signing_key(kind, holder, name=name, organisation=OFFICE, pin=pin, by=BY, at=at)
    row = certify_key(row, authority.issue(request_file(row).read_bytes()), by=BY, at=at)
    opened = open_key(row, pin, by=BY, at=at) if kind == Holder.PERSON else open_seal(holder, at=at)
    if opened is None:
        raise LookupError(name)
    return opened


def _mark(key: OpenKey, kind: str, box: tuple[int, int, int, int], page: int, field: str) -> Mark:
    stamp = Stamp(kind=kind, lines=(key.name, said_time(timezone.now())))
    return Mark(signer=key.signer, stamp=stamp, box=box, page=page, field=field)


def _decision(number: int) -> bytes:
    return pdf(
        Result(
            office=Office(OFFICE, "Co Mạ"),
            ref=f"H52.119.04-261122-{number:04}",
            applicant=f"Lò Thị Hoa {number}",
            procedure="Xác nhận tình trạng hôn nhân",
            at=timezone.now().replace(microsecond=0),
            signer=Signer(NAME, ("CHỦ TỊCH",), digital=True),
            heading=results.HEADING,
            fields=((results.APPLICANT, f"Lò Thị Hoa {number}"), results.RESULT),
        )
    )


def _store(number: int, officer: OpenKey, seal: OpenKey | None) -> None:
    now = timezone.now()
    about = File(uuid=uuid4(), name="hồ sơ", kept_at=now)
    paper = Paper(
        content=_decision(number),
        name=results.FILE,
        title="Xác nhận",
        about=about,
        officer=results.STAMP,
        post="Chủ tịch",
    )
    sign_paper(paper, officer=officer, seal=seal, by=BY, at=now)
