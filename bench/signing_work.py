"""The work that `bench.signing` measures, in a process that has its settings in the environment."""

from importlib import import_module

import django
from django.core.management import call_command

from bench.signing import lines

if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    lines(import_module("bench.signing_papers").rows())
