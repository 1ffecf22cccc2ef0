"""An item that was carried here in a file knocks at its own door, in the name of its member."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tinhso.core.accounts.models import Account
from tinhso.core.outbox.actions.replaying import Post, Stumbled, replay
from tinhso.core.outbox.domain.sealed import Carried
from tinhso.core.outbox.models import Locker
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.page_parts import who_is


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one item: `accepted` with its code and receipt, or what a phone would be told, with reasons."""

    uuid: str
    title: str
    state: str
    code: str = ""
    receipt: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who brings a file, from which address, when; `believed` also what comes from a phone out of use."""

    sender: str
    by: Actor
    at: datetime
    believed: bool = False


def deliver(item: Carried, locker: Locker | None, bringer: Bringer) -> Outcome:
    """What its door says. An item never takes another with it."""
    account = _owner(item, locker, bringer)
    if account is None:
        return _outcome(item, "person")
    try:
        by = _member(account)
        told = replay(_post(item, bringer), sender=bringer.sender, by=by, at=bringer.at, believed=bringer.believed)
    except Stumbled:
        return _outcome(item, "server")
    if told["state"] == "accepted":
        code = told["code"] or told["receipt"].split(":")[3]
        return _outcome(item, "accepted", code=code, receipt=told["receipt"])
    reasons = tuple(f"{one['label']}: {one['said']}".removeprefix(": ") for one in told.get("reasons", ()))
    return _outcome(item, told["state"], reasons=reasons)


def _owner(item: Carried, locker: Locker | None, bringer: Bringer) -> int | None:
    """In whose name an item comes: 0 for nobody's; None when nothing proves it."""
    owner = item.about.get("owner", "")
    if not owner:
        return 0
    known = [locker.account_id] if locker else []
    return next((one for one in [*known, bringer.by.account] if one and who_is(one) == owner), None)


def _member(account: int) -> Actor:
    found = Account.objects.filter(pk=account, is_active=True).first()
    return Actor(account=account, person=found.person_id, channel=Channel.FIELD) if found else Actor()


def _post(item: Carried, bringer: Bringer) -> Post:
    about, said = item.about, item.content
    way = urlsplit(str(said["action"]))
    files = zip(said["files"], item.files, strict=True)
    return Post(
        path=f"{way.path}?{way.query}" if way.query else way.path,
        key=str(about["uuid"]),
        header=_header(about, str(said["sha256"]), bringer.at),
        language=str(about.get("language", ""))[:5],
        fields=[(str(name), str(value)) for name, value in said["fields"]],
        files=[(str(one["name"]), str(one["filename"]), content, str(one["type"])) for one, content in files],
    )


def _header(about: Mapping[str, Any], digest: str, at: datetime) -> str:
    now = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {name: about[name] for name in ("device", "sequence", "made", "heard")}
    told |= {"sha256": digest, "sent": about.get("sent") or now}
    return "; ".join(f"{name}={value}" for name, value in told.items())


def _outcome(item: Carried, state: str, *, code: str = "", receipt: str = "", reasons: tuple[str, ...] = ()) -> Outcome:
    title = str(item.content.get("title", ""))[:100]
    return Outcome(uuid=str(item.about["uuid"]), title=title, state=state, code=code, receipt=receipt, reasons=reasons)
