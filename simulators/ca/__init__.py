"""A stand-in for a certification authority and its time-stamp authority, on loopback.

A root issues one issuing authority; that one issues certificates for a request, revokes them, publishes a revocation
list (RFC 5280), answers OCSP (RFC 6960) and stamps time (RFC 3161). Nothing it says is worth anything outside a demo.
"""
