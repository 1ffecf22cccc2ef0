"""Demo life of petitions."""

from tinhso.government.petitions.demo.petitions import live_petitions, make_petitions
from tinhso.government.petitions.demo.square import show_some
from tinhso.government.petitions.demo.templates import write_words_of_offices
from tinhso.kit.demo import Demo, Quarter

AFTER = ("accounts", "cases", "organisations", "people", "places")


def fill(demo: Demo) -> None:
    """Three months of what people said, and the words from which offices begin."""
    make_petitions(demo)
    write_words_of_offices(demo)
    show_some(demo)
    demo.step(1)


def simulate(quarter: Quarter) -> None:
    """The petitions of a quarter."""
    live_petitions(quarter)
    quarter.step(1)
