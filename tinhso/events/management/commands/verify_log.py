"""`manage.py verify_log`: prove that the log is what was sealed, or name the first entry that is not."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tinhso.events.clients import Signer, SignerRefusedError, SignerSilentError
from tinhso.events.verification import verify_database
from tinhso.events.verifier.verify_log import Fault


class Command(BaseCommand):
    help = "Verify the log in the database against every checkpoint and what the signer remembers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--checkpoints", action="append", default=[], help="a file of notes saved elsewhere")
        parser.add_argument("--key", help="the signer's public key in hex; then the signer is not asked")

    def handle(self, *, checkpoints: list[str], key: str | None, **options: Any) -> None:
        saved = "".join(Path(name).read_text() + "\n" for name in checkpoints)
        try:
            found = verify_database(
                signer=None if key else Signer(), key=bytes.fromhex(key) if key else None, saved=saved
            )
        except Fault as fault:
            raise CommandError(f"FAULT ({fault.kind}): {fault}") from fault
        except (SignerSilentError, SignerRefusedError) as silent:
            raise CommandError(
                f"The signer does not answer ({silent}). Start it, or give its public key with --key."
            ) from silent
        self.stdout.write(
            f"The log holds: {found.entries} entries, {found.checkpoints} checkpoints, "
            f"{found.unsigned} entries not yet signed."
        )
