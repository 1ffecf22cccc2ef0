#!/usr/bin/env python3
"""The engineer's door: `./manage.py help` lists what it can do."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    gc.disable()  # nothing of the start is garbage; the front door turns it on again when all is loaded
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    execute_from_command_line(sys.argv)
