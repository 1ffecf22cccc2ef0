"""Demo life of payments: an account in every commune, a month of a small fee, and whom the simulators know."""

from tinhso.core.payments.demo.accounts import open_accounts
from tinhso.core.payments.demo.fees import make_fees
from tinhso.core.payments.demo.stands import write_stands
from tinhso.kit.demo import Demo

AFTER = ("accounts", "organisations", "people", "places")


def fill(demo: Demo) -> None:
    """Open the accounts, let people pay by every way, write what the simulated bank and gateways know."""
    payees = open_accounts(demo)
    demo.step(0.4)
    make_fees(demo, payees)
    demo.step(0.9)
    write_stands()
    demo.step(1)
