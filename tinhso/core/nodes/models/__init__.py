"""What the province keeps of its nodes (`registered`), and what a node keeps (`own`)."""

from tinhso.core.nodes.models.own import Blob, Home, Taken
from tinhso.core.nodes.models.registered import Arrived, CarriedTable, Letter, Node

__all__ = ["Arrived", "Blob", "CarriedTable", "Home", "Letter", "Node", "Taken"]
