"""What the simulated bank and gateways know: who pays, whose accounts they are, and our secrets there.

`{port}` in a file is the product's port when the simulator starts.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from tinhso.core.payments.models import PayeeAccount
from tinhso.core.people.demo import named_people

HOME = "http://127.0.0.1:{port}"
PAYERS = (("my", 2_500_000), ("la", 300_000), ("inh", 40_000), ("panh", 18_000_000))


def write_stands() -> None:
    """Write the simulators' files. Readable by their owner only: they hold our secrets there."""
    folder = settings.VAR / "simulators"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, told in _known():
        file = folder / f"{name}.json"
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        file.chmod(0o600)


def _known() -> Iterator[tuple[str, dict[str, Any]]]:
    merchant = {"secret": settings.VNPAY_SECRET, "name": "Tỉnh Số", "ipn": f"{HOME}/pay/notice/vnpay/"}
    partner = {"access_key": settings.MOMO_ACCESS_KEY, "secret": settings.MOMO_SECRET, "name": "Tỉnh Số"}
    yield "bank", _bank()
    yield "vnpay", {"merchants": {settings.VNPAY_TERMINAL: merchant}}
    yield "momo", {"partners": {settings.MOMO_PARTNER: partner}}
    yield "hosted", {"secret": next(iter(settings.HOSTED_SECRETS), ""), "name": "Tỉnh Số"}


def _bank() -> dict[str, Any]:
    cast, heard = named_people(), _where_the_cast_lives()
    return {
        "payers": [
            {"name": cast[name].full_name, "number": f"09000000{number:02}", "balance": balance}
            for number, (name, balance) in enumerate(PAYERS, start=1)
        ],
        "receivers": [
            {"bank": payee.bank_bin, "number": payee.number, "holder": payee.holder, "news": _news(payee, heard)}
            for payee in PayeeAccount.objects.open().select_related("organisation").order_by("pk")
        ],
        "sepay": {"url": f"{HOME}/pay/notice/sepay/", "secret": next(iter(settings.SEPAY_SECRETS), "")},
        "vietqr": {
            "token_url": f"{HOME}/pay/vietqr/api/token_generate",
            "sync_url": f"{HOME}/pay/vietqr/bank/api/transaction-sync",
            "user": settings.VIETQR_USER,
            "password": settings.VIETQR_PASSWORD,
        },
    }


def _news(payee: PayeeAccount, heard: frozenset[int | None]) -> str:
    """Either teller tells of an account at once; some only have their statement, but not where the cast lives."""
    if payee.pk % 6 == 5 and payee.organisation.place_id not in heard:
        return "none"
    return ("sepay", "vietqr")[payee.pk % 2]


def _where_the_cast_lives() -> frozenset[int | None]:
    homes = [person.home for person in named_people().values() if person.home]
    return frozenset(pk for home in homes for pk in (home.pk, home.parent_id))
