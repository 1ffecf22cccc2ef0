"""A stand-in for MoMo's all-in-one gateway v2, on loopback: create, pay page, IPN, query, refund.

It verifies and signs by itself, takes invented money, and can fail in every way that a gateway does
(`simulators.tills.faults`).
"""
