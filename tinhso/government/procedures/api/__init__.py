"""Procedures for machines. Each part has its own router; all of them stand under `/api/procedures/`."""

from ninja import Router

from tinhso.government.procedures.api import catalogue, dossiers

router = Router(tags=["procedures"])
router.add_router("", catalogue.router)
router.add_router("", dossiers.router)
