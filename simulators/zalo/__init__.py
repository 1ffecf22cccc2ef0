"""A stand-in for Zalo's notification service, on loopback. It takes what comes twice twice, and cannot be asked.

Paths, fields and codes are those of the product's `tables/zalo_dialect.json`; they are public knowledge, not checked
against the service.
"""
