"""People for machines: the same actions as the pages. Names and numbers travel in bodies only, never in addresses."""

from ninja import Router

from tinhso.core.people.api import households, likenesses, people

router = Router(tags=["people"])
router.add_router("", likenesses.router)
router.add_router("/households", households.router)
router.add_router("", people.router)
