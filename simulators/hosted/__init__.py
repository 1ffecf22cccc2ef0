"""A stand-in for any provider with a page to pay on, on loopback: order, page, signed word, question, refund.

It speaks the plain form that the product offers to providers without a form of their own, signed over
`timestamp.body` (`simulators.tills.faults` lists how it fails).
"""
