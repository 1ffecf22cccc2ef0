"""The next key of signed receipts: `manage.py renew_receipt_key`."""

from typing import Any

from django.core.management.base import BaseCommand

from tinhso.core.files.actions.receipting import renew_receipt_key


class Command(BaseCommand):
    help = "Makes the next key of signed receipts; what the old ones signed stays good."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(renew_receipt_key())
