"""Demo life of the one-stop shop."""

from tinhso.government.procedures.demo.dossiers import make_dossiers
from tinhso.government.procedures.demo.portal import write_portal
from tinhso.kit.demo import Demo

AFTER = ("accounts", "cases", "organisations", "people", "places")


def fill(demo: Demo) -> None:
    """Five weeks of dossiers; then what the simulated national portal knows, and whose dossiers wait in it."""
    make_dossiers(demo)
    write_portal()
    demo.step(1)
