"""`manage.py new_epoch`: after a restore that lost sealed entries, begin a new tree that says what is missing."""

import platform
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tinhso.events.checkpoints import NothingLost, open_epoch
from tinhso.events.clients import SignerRefusedError, SignerSilentError
from tinhso.kit.actors import Actor


class Command(BaseCommand):
    help = "Begin a new epoch of the log after a restore that lost sealed entries. Tell whoever keeps the signer first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--account", type=int, required=True, help="id of the account of the one who decides this")
        parser.add_argument("--confirm", metavar="HOST", required=True, help="the name of this machine, typed out")

    def handle(self, *, account: int, confirm: str, **options: Any) -> None:
        if confirm != platform.node():
            raise CommandError(f"This machine is called {platform.node()}. Type its name after --confirm to go on.")
        try:
            epoch = open_epoch(by=Actor(account=account), at=timezone.now())
        except NothingLost as refused:
            raise CommandError(str(refused.told)) from refused
        except (SignerSilentError, SignerRefusedError) as silent:
            raise CommandError(f"The signer must answer first ({silent}).") from silent
        self.stdout.write(
            f"Epoch {epoch.number} begins at entry {epoch.first}; {epoch.cites_surviving} of {epoch.cites_size} signed "
            f"entries survived. Now whoever keeps the signer must allow it:\n"
            f"  python -m tinhso.events.signer --state DIR --allow {epoch.origin}"
        )
