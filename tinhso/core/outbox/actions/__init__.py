"""What is done with what phones keep."""

from tinhso.core.outbox.actions.delivering import begin_delivery, end_delivery, give_up_delivery

__all__ = ["begin_delivery", "end_delivery", "give_up_delivery"]
