"""`manage.py restore COPY --to VAR`: bring a copy back."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from tinhso.events.health import last_write
from tinhso.site.backups import KEYS, Copy, Damaged, check
from tinhso.site.copying import CopyDiffers, NotEmpty
from tinhso.site.health import prove
from tinhso.site.restoring import Foreign, forget_again, put_back, refuse_foreign
from tinhso.site.sealing import WrongPassphrase


class Command(BaseCommand):
    help = "Check a copy and bring it back. Where data is, it asks to type the role of the machine (HOST_ROLE)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("copy", type=Path, metavar="COPY", help="a folder that `backup` made")
        parser.add_argument("--to", type=Path, metavar="VAR", required=True, help="the data folder to bring it back to")
        parser.add_argument("--passphrase-file", type=Path, help="opens the keys in the copy")
        parser.add_argument("--role", help="the role of this machine, instead of typing it")
        parser.add_argument("--forgotten-in", type=Path, action="append", default=[], help="a folder with newer copies")

    def handle(self, *, copy: Path, to: Path, **options: Any) -> None:
        if to.resolve() != Path(settings.VAR).resolve():
            self._as_there(to.resolve())
            return
        try:
            checked = check(copy.resolve())
            refuse_foreign(checked)
            self._ask(options["role"])
            self._restore(checked, options)
        except Damaged as damaged:
            raise CommandError(f"NOTHING WAS RESTORED: the copy is damaged: {damaged}.") from damaged
        except (Foreign, NotEmpty, CopyDiffers, WrongPassphrase, DatabaseError, OSError) as error:
            raise CommandError(f"The copy was not restored: {type(error).__name__} {error}.") from error

    def _restore(self, copy: Copy, options: dict[str, Any]) -> None:
        words = options["passphrase_file"].read_text().strip() if options["passphrase_file"] else ""
        put_back(copy, passphrase=words)
        call_command("migrate", interactive=False, verbosity=0)
        count = forget_again([copy.folder.parent, *options["forgotten_in"]], at=timezone.now())
        prove("restore")
        self.stdout.write(
            f"Restored the copy of {copy.manifest['made_at']} to {settings.VAR}; {count} forgotten again."
        )
        if (copy.folder / KEYS).exists() and not words:
            self.stdout.write("Its keys stayed sealed: without them identity numbers cannot be read.")
        self.stdout.write("Rows newer than this copy are lost: run `manage.py new_epoch` before the log goes on.")

    def _ask(self, role: str | None) -> None:
        """Promise P32: nobody wipes the wrong machine by being tired."""
        last = last_write()
        if last is None:
            return
        self.stdout.write(f"This machine is '{settings.HOST_ROLE}' and has data; last written {last:%d/%m/%Y %H:%M}.")
        typed = role if role is not None else input("Type the role of this machine to overwrite it: ")
        if typed.strip() != settings.HOST_ROLE:
            raise CommandError("That is not the role of this machine. Nothing was changed.")

    def _as_there(self, to: Path) -> None:
        """Run once more as the product that lives in that folder."""
        environment = {**os.environ, "VAR": str(to)}
        done = subprocess.run([sys.executable, *sys.argv], env=environment, check=False)
        if done.returncode:
            raise CommandError("The copy was not restored.", returncode=done.returncode)
