"""Catalogues in force, published standings, assessment rounds, measures, and what the warehouse counted for them."""

from tinhso.operations.index.models.catalogues import CatalogueVersion, Status
from tinhso.operations.index.models.measures import Measure
from tinhso.operations.index.models.rounds import Assessment, Claim, Evidence, Round
from tinhso.operations.index.models.standings import Origin, Standing

__all__ = [
    "Assessment",
    "CatalogueVersion",
    "Claim",
    "Evidence",
    "Measure",
    "Origin",
    "Round",
    "Standing",
    "Status",
]
