"""The house's table finds by the rooms' names what the log knows by registration."""

from tinhso.events.definitions import known
from tinhso.events.jobs import jobs
from tinhso.events.reactions import handlers
from tinhso.kit.inventory import inventory


def test_every_known_event_job_and_reaction_is_found():
    house = inventory()
    own = {name for name, kind in known().items() if ".tests." not in kind.__module__}
    assert {name for one in house for name in one.events} >= {name for name in own if not name.startswith("bench.")}
    assert {name for one in house for name in one.jobs} == {n for n in jobs() if ".jobs." in n}
    assert {name for one in house for name in one.reactions} == {n for n in handlers() if ".reactions." in n}
