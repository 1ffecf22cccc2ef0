"""Demo life of the one-stop shop."""

from tinhso.government.procedures.demo.dossiers import make_dossiers
from tinhso.government.procedures.demo.fees import ask_and_pay_fees
from tinhso.government.procedures.demo.keys import make_keys
from tinhso.government.procedures.demo.portal import write_portal
from tinhso.kit.demo import Demo

AFTER = ("accounts", "cases", "organisations", "payments", "people", "places")


def fill(demo: Demo) -> None:
    """Keys, five weeks of dossiers; then what the simulated national portal knows, and whose dossiers wait there."""
    make_dossiers(demo, make_keys(demo))
    ask_and_pay_fees(demo)
    write_portal()
    demo.step(1)
