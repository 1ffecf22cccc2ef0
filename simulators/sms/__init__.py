"""A stand-in for a text message gateway that speaks HTTP, on loopback, with the telephones that its messages reach.

It takes a message once by the number that we give it, says what it costs, can be asked for it, and reports afterwards
whether it arrived, signed as `timestamp.rawbody`. Its words are those of the product's `tables/sms_dialect.json`; no
provider of the nation was asked for theirs.
"""
