"""Cases for machines."""

from ninja import Router

from tinhso.core.cases.api import definitions

router = Router(tags=["cases"])
router.add_router("/definitions", definitions.router)
