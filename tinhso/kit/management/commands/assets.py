"""`manage.py assets`: make the fonts and the table of icons from the locked packages, before `collectstatic`."""

from django.core.management.base import BaseCommand

from tinhso.kit.build import BUILD, FONTS, make_all


class Command(BaseCommand):
    help = "Make fonts and icons from the locked packages into build/."

    def handle(self, *args: object, **options: object) -> None:
        make_all()
        for path in sorted(FONTS.glob("*.woff2")):
            self.stdout.write(f"{path.relative_to(BUILD)}  {path.stat().st_size / 1000:.1f} KB")
