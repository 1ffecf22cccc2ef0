"""`collectstatic`, which compresses only when a file or a package has changed since."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands.collectstatic import Command as Collect

from tinhso.kit.freshness import fingerprint, is_current, renew

STAMP = "collected"


class Command(Collect):
    def handle(self, **options: Any) -> str | None:
        """Collect, unless nothing changed and nobody asked to begin anew (`--clear`)."""
        stamp, made_from = Path(settings.VAR) / STAMP, fingerprint(_sources())
        if is_current(stamp, made_from) and Path(settings.STATIC_ROOT).is_dir() and not options["clear"]:
            return None
        told = super().handle(**options)
        renew(stamp, made_from)
        return told


def _sources() -> list[Path]:
    return [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
