"""The craft of signatures: PDF (PAdES, ETSI EN 319 142) and XML (XML-DSig), keys and trust. No database, no request."""
