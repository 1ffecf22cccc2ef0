"""A stand-in for a bank's app, the bank behind it, and those who tell of money: VietQR.vn and SePay, on loopback.

Whoever scans pays from an invented account; the receiver's side is told by the way its account is listened to, or only
writes it on the statement. Codes are read and words are signed by code of its own.
"""
