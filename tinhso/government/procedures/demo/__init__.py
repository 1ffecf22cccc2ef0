"""Demo life of the one-stop shop."""

from tinhso.government.procedures.demo.portal import write_portal
from tinhso.kit.demo import Demo

AFTER = ("accounts", "cases", "organisations", "people", "places")


def fill(demo: Demo) -> None:
    """What the simulated national portal knows, and whose dossiers wait in it."""
    write_portal()
    demo.step(1)
