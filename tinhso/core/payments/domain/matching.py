"""What money that came means for the intent it names."""

from dataclasses import dataclass

from tinhso.core.payments.domain.states import IntentState, Mismatch, Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a sum: how much pays the intent, how much waits for a person, and why it waits."""

    outcome: Outcome
    applied: int
    held: int
    why: Mismatch | None = None


def judge(amount: int, *, state: IntentState | None, due: int, in_time: bool) -> Verdict:
    """Judge a sum of đồng against an intent.

    state    of the intent; None: no intent is named
    due      what is still missing there
    in_time  paid before the deadline, and nobody asked for it anew since: told late is not paid late
    """
    if state is None:
        return _hold(amount, Mismatch.UNMATCHED)
    if state in (IntentState.PAID, IntentState.REFUNDED):
        return _hold(amount, Mismatch.DOUBLED)
    if state is IntentState.CANCELLED or (state is IntentState.EXPIRED and not in_time):
        return _hold(amount, Mismatch.LATE)
    if amount < due:
        return _hold(amount, Mismatch.SHORT)
    over = amount - due
    return Verdict(Outcome.SETTLED, due, over, Mismatch.OVER if over else None)


def _hold(amount: int, why: Mismatch) -> Verdict:
    return Verdict(Outcome.HELD, 0, amount, why)
