"""`manage.py texts [label …] [--check | --compile]`: collect, check and compile the texts of the systems."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from tinhso.kit import texts
from tinhso.kit.passport import System, systems


class Command(BaseCommand):
    help = "Bring locale/{vi,id} of the systems up to their sources and compile them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", nargs="*", help="systems (all when none is named)")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--check", action="store_true", help="write nothing; fail when a text is missing or wrong")
        only.add_argument("--compile", action="store_true", help="only compile: what set-up does")

    def handle(self, *args: object, labels: list[str], **options: object) -> None:
        chosen, only_compile = self._chosen(labels), bool(options["compile"])
        if options["check"]:
            self._check(chosen)
            return
        for system in chosen:
            if not only_compile:
                texts.renew(system)
            texts.compile_texts(system)
        if not only_compile:
            for fault in (fault for system in chosen for fault in texts.faults(system)):
                self.stdout.write(str(fault))

    def _chosen(self, labels: list[str]) -> list[System]:
        unknown = set(labels) - {system.label for system in systems()}
        if unknown:
            raise CommandError(f"No such system: {', '.join(sorted(unknown))}")
        return [system for system in systems() if not labels or system.label in labels]

    def _check(self, chosen: list[System]) -> None:
        found = [str(fault) for system in chosen for fault in texts.faults(system)]
        found += [str(fault) for fault in texts.disagreements(systems())]
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} texts are not ready."]))
        self.stdout.write("All texts are ready in vi and id.")
