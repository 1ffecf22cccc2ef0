"""Fill the database of the settings: `python -m bench.dossier_fill 1000000`. Its demo life must be there.

Prints one line of JSON: how many entries the log has then, and what the measuring citizen may file.
"""

import json
import sys
from importlib import import_module

import django
from django.utils import timezone

CITIZEN = "my"

if __name__ == "__main__":
    django.setup()
    rows = import_module("bench.dossier_rows")
    entries = rows.fill(int(sys.argv[1]), now=timezone.now())
    import_module("tinhso.site.statistics").count_anew()
    print(json.dumps({"entries": entries, "filing": rows.filing_of(CITIZEN)}))
