"""A stand-in for VNPAY's payment gateway 2.1.0, on loopback: pay page, IPN, return, `querydr`, `refund`.

It verifies and signs by itself (`words`), takes invented money, and can fail in every way that a gateway does
(`simulators.tills.faults`).
"""
