"""The signed receipt of a dossier: what it proves, without a network, is what the commune accepted and when."""

import json
from hashlib import sha256

from tinhso.core.files.actions.receipting import make_receipt
from tinhso.core.files.models import File
from tinhso.government.procedures.models import Dossier

KIND = "DOSSIER"


def proof_of(dossier: Dossier) -> str:
    """The signed line for a dossier that was received; empty before."""
    at = dossier.case.received_at
    return make_receipt(kind=KIND, ref=dossier.case.ref, digest=accepted(dossier), at=at) if at else ""


def accepted(dossier: Dossier) -> bytes:
    """SHA-256 of what was accepted: its code, what was declared as it is kept, and each paper with its file's hash.

    As JSON with sorted keys and no spaces, so that whoever holds the same can count it again.
    """
    at = dossier.case.received_at or dossier.case.opened_at
    papers = [paper for paper in dossier.papers.order_by("pk") if paper.brought_at <= at]
    files = File.objects.filter(uuid__in=[paper.file for paper in papers if paper.file]).values_list(
        "uuid", "blob__sha256"
    )
    hashes = dict(files)
    told = {
        "ref": dossier.case.ref,
        "values": dossier.case.values,
        "papers": [[one.listed, one.brought, hashes.get(one.file) if one.file else None] for one in papers],
    }
    return sha256(json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).digest()
