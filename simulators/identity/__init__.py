"""A stand-in for the national identity (VNeID): OpenID Connect with PKCE, on loopback, for the demo and the tests.

It vouches for nobody: whoever presses a name is that person. What it answers has the form of the real thing, and its
failures can be switched on (see `faults`).
"""
