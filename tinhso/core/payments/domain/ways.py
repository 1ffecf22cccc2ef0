"""The ways of paying that a payer is offered, each a gateway and perhaps a way of paying there."""

from dataclasses import dataclass

from tinhso.core.payments.domain.rails import RailCode
from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True)
class Way:
    """A button. `method` is the gateway's own word (a VNPAY bank code); empty: the payer chooses there."""

    rail: RailCode
    method: str
    word: Text
    icon: str

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.rail}:{self.method}" if self.method else self.rail.value
