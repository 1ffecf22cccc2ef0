"""At a node: asking to be let in, and becoming one; beginning anew after a restore, with what still waits."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from tinhso.core.cases.models.slips import lent_file
from tinhso.core.files.actions.receipting import believe_keys, public_keys
from tinhso.core.nodes.actions.hearing import NotOurProvince, hear, open_bundle
from tinhso.core.nodes.actions.keys import box_public, folder, renew_keys, sign_public
from tinhso.core.nodes.domain.chain import START, next_hash
from tinhso.core.nodes.domain.passports import Asking, Province, Welcome, fingerprint
from tinhso.core.nodes.events import NodeJoined
from tinhso.core.nodes.models import Home, Taken
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.secrets import kept_secret, put_secret


class NotANode(Refusal):
    sentence = _("This machine is not set up as a node. Set NODE=true first.")


class WrongFingerprint(Refusal):
    sentence = _("The words of the province are others than those you typed. Ask the data centre by telephone.")


class JoinedBefore(Refusal):
    sentence = _("This node has joined already. To begin anew, let it ask with --anew.")


def ask(name: str, *, anew: bool = False) -> Asking:
    """What this node asks with: its public keys. `anew`: with new keys, after an old copy of it was put in place.

    Raises NotANode.
    """
    if not settings.NODE:
        raise NotANode
    if anew:
        renew_keys()
        (folder() / "uuid").unlink(missing_ok=True)
    return Asking(
        uuid=UUID(kept_secret(folder() / "uuid", size=16)),
        name=name,
        sign_key=sign_public(),
        box_key=box_public(),
        receipt_key=list(public_keys().values())[-1].hex(),
    )


def join(welcome: bytes, *, typed: str, at: datetime) -> Home:
    """Become the node of the province whose fingerprint a person typed. What waits from before goes with it.

    Raises NotANode, NotOurProvince, WrongFingerprint, JoinedBefore.
    """
    if not settings.NODE:
        raise NotANode
    plain, _end, bundle = welcome.partition(b"\n")
    try:
        keys = Province.model_validate_json(plain)
    except ValidationError as wrong:
        raise NotOurProvince from wrong
    if "".join(typed.split()).lower() != fingerprint(keys.sign_key, keys.box_key):
        raise WrongFingerprint
    home = Home(
        uuid=UUID(kept_secret(folder() / "uuid", size=16)), sign_key=keys.sign_key, box_key=keys.box_key, joined_at=at
    )
    told = Welcome.model_validate(open_bundle(bundle, home).body.get("welcome"))
    with transaction.atomic():
        _begin(home, told, at=at)
        hear(bundle, at=at)
    put_secret(lent_file(home.key), told.slip_key)
    believe_keys(bytes.fromhex(key) for key in told.receipt_keys)
    return Home.objects.get()


def _begin(home: Home, told: Welcome, *, at: datetime) -> None:
    if Home.objects.filter(uuid=home.uuid).exists():
        raise JoinedBefore
    Home.objects.all().delete()
    home.number, home.name, home.place, home.address = told.number, told.name, told.place, told.address
    home.save()
    Taken.objects.filter(sequence__gt=0).update(sequence=-F("pk"))
    previous = START
    for place, row in enumerate(Taken.objects.filter(state="waiting").order_by("pk"), start=1):
        previous = next_hash(previous, row.item)
        row.sequence, row.hash = place, previous
        row.save(update_fields=["sequence", "hash"])
    record(NodeJoined(number=home.number), about=home, by=Actor.system(), at=at)
