"""Procedures for machines. Each part has its own router; all of them stand under `/api/procedures/`."""

from ninja import Router

router = Router(tags=["procedures"])
