"""The numbers that destinations promise, counted from the log by commune and day."""

from django.utils.translation import gettext_lazy as _

from tinhso.warehouse.definitions import Counted, Spread, indicator

SCANS = indicator(
    Counted(
        code="destinations.scans",
        title=_("Plates at places to visit that were scanned"),
        unit=_("scans"),
        counts=("destinations.PlateScanned",),
    )
)
TRIPS = indicator(
    Counted(
        code="destinations.trips",
        title=_("Journeys that visitors planned and kept"),
        unit=_("journeys"),
        counts=("destinations.TripKept",),
    )
)
REVIEWS = indicator(
    Spread(
        code="destinations.faces",
        title=_("What visitors think of places, from 1 to 5"),
        unit=_("points"),
        counts=("destinations.DestinationReviewed",),
        value="face",
    )
)
