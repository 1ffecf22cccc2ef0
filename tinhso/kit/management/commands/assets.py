"""`manage.py assets`: make the fonts and the table of icons from the locked packages, before `collectstatic`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from tinhso.kit import app_icons, build, paper_fonts
from tinhso.kit.built import BUILD
from tinhso.kit.discovery import HOUSE
from tinhso.kit.freshness import fingerprint, is_current, renew

LOCK = HOUSE.parent / "requirements" / "base.txt"
STAMP = BUILD / "made"


class Command(BaseCommand):
    help = "Make fonts, icons and app pictures from the locked packages into build/, unless they are current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="make them even when they are current")

    def handle(self, *args: object, **options: object) -> None:
        made_from = fingerprint([LOCK, Path(build.__file__), Path(paper_fonts.__file__), Path(app_icons.__file__)])
        if is_current(STAMP, made_from) and not options["anew"]:
            return
        build.make_all()
        paper_fonts.make_paper_fonts()
        app_icons.make_app_icons()
        renew(STAMP, made_from)
        for path in sorted(build.FONTS.glob("*.woff2")):
            self.stdout.write(f"{path.relative_to(BUILD)}  {path.stat().st_size / 1000:.1f} KB")
