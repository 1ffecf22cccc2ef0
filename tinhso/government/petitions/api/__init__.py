"""Petitions for machines. Each part has its own router; all of them stand under `/api/petitions/`."""

from ninja import Router

from tinhso.government.petitions.api import numbers, petitions

router = Router(tags=["petitions"])
router.add_router("", numbers.router)
router.add_router("", petitions.router)
