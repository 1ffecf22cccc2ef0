"""A stand-in for the dossier synchronisation of the national public service portal, on loopback.

It keeps what it is told as naively as a portal may: a step sent twice is held twice, and a dossier is not created when
it is there. What it holds can be seen and counted, dossiers can be filed in it as a citizen would, and its failures can
be switched on (see `faults`). Names of fields and services are public knowledge; parameters of a search, codes of
errors and paths are assumptions, the same that the product keeps as data in `tables/portal_dialect.json`.
"""
