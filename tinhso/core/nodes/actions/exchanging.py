"""At a node: exchanging with the province by network, as often as there is something to tell or to hear."""

from datetime import datetime

from tinhso.core.nodes.actions.hearing import hear
from tinhso.core.nodes.actions.keys import sign_key
from tinhso.core.nodes.actions.packing import write_up
from tinhso.core.nodes.clients import ProvinceLine
from tinhso.core.nodes.models import Home, Taken
from tinhso.kit.lines import LineDown

ROUNDS = 50


def exchange(*, at: datetime) -> bool:
    """Send what waits and hear what is new, until neither side has more. False while the province does not answer.

    Raises NotOurProvince; Home.DoesNotExist where this installation has not joined.
    """
    for _round in range(ROUNDS):
        home = Home.objects.get()
        before = home.confirmed, home.heard
        Home.objects.filter(pk=home.pk).update(tried_at=at)
        try:
            answer = ProvinceLine(home, sign_key()).exchange(write_up(at=at))
        except LineDown:
            Home.objects.filter(pk=home.pk, silent_since=None).update(silent_since=home.contact_at or at)
            return False
        more = hear(answer, at=at)
        home.refresh_from_db()
        left = Taken.objects.last_link().sequence > home.confirmed
        if home.halted or not (more or left) or (home.confirmed, home.heard) == before:
            break
    return True
