"""Demo life of the one-stop shop."""

from tinhso.government.procedures.demo.dossiers import make_dossiers
from tinhso.government.procedures.demo.fees import ask_and_pay_fees, pay_fees_of
from tinhso.government.procedures.demo.keys import make_keys
from tinhso.government.procedures.demo.portal import write_portal
from tinhso.government.procedures.demo.quarter import let_laws_begin, live_quarter
from tinhso.kit.demo import Demo, Quarter

AFTER = ("accounts", "cases", "organisations", "payments", "people", "places")


def fill(demo: Demo) -> None:
    """Keys, five weeks of dossiers; then what the simulated national portal knows, and whose dossiers wait there."""
    make_dossiers(demo, make_keys(demo))
    ask_and_pay_fees(demo)
    write_portal()
    demo.step(1)


def simulate(quarter: Quarter) -> None:
    """Dossiers of a quarter, filed by our own pages and at counters, and the fees that were paid for some of them."""
    let_laws_begin(quarter)
    live_quarter(quarter)
    pay_fees_of(quarter)
    quarter.step(1)
