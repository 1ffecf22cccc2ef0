"""Make and certify signing keys: `manage.py signing_key make person UUID --name … --organisation …`."""

from getpass import getpass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tinhso.core.files.actions.keys import certify_key, make_signing_key, request_file, seal_pin, use_token
from tinhso.core.files.models import Holder, SigningKey
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class Command(BaseCommand):
    help = "Makes a key and the request to be certified; lays a certificate to a key; knows a key in a token."

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        make = ways.add_parser("make", help="a new key in a locked file; prints where its request lies")
        certify = ways.add_parser("certify", help="lay the certificate (PEM, issuers behind it) to a key")
        token = ways.add_parser("token", help="know a key that lies in a token under this label")
        for one in (make, token):
            one.add_argument("kind", choices=Holder.values)
            one.add_argument("holder", type=UUID, help="uuid of the person or the organisation")
        make.add_argument("--name", required=True)
        make.add_argument("--organisation", required=True)
        certify.add_argument("key", type=UUID)
        token.add_argument("label")
        for one in (certify, token):
            one.add_argument("certificate", type=Path)

    def handle(self, *args: Any, **told: Any) -> None:
        try:
            {"make": self._make, "certify": self._certify, "token": self._token}[told["way"]](told)
        except Refusal as refusal:
            raise CommandError(str(refusal.told)) from refusal

    def _make(self, told: dict[str, Any]) -> None:
        agency = told["kind"] == Holder.AGENCY
        pin = seal_pin(told["holder"]) if agency else getpass("PIN of the key's owner, typed by the owner: ")
        key = make_signing_key(
            Holder(told["kind"]),
            told["holder"],
            name=told["name"],
            organisation=told["organisation"],
            pin=pin,
            by=Actor.system(),
            at=timezone.now(),
        )
        self.stdout.write(f"{key.uuid}\n{request_file(key)}")

    def _certify(self, told: dict[str, Any]) -> None:
        key = SigningKey.objects.get(uuid=told["key"])
        row = certify_key(key, told["certificate"].read_bytes(), by=Actor.system(), at=timezone.now())
        self.stdout.write(f"{row.starts_at:%Y-%m-%d} – {row.ends_at:%Y-%m-%d}")

    def _token(self, told: dict[str, Any]) -> None:
        content = told["certificate"].read_bytes()
        kind, holder, label = Holder(told["kind"]), told["holder"], told["label"]
        row = use_token(kind, holder, token=label, certificate=content, by=Actor.system(), at=timezone.now())
        self.stdout.write(str(row.uuid))
