"""What a web server calls.

What was loaded at the start stays: Python need not look for rings of dead objects in it, which would take longer than
a page does, and the processes of the server go on sharing it.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()
