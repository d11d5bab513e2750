"""Where a server of the web comes in."""

from __future__ import annotations

import atexit
import gc
import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seachange.server.web")

from django.core.wsgi import get_wsgi_application

from seachange.server.connections import end_with_their_threads

application = get_wsgi_application()
end_with_their_threads()

# Every page is loaded before the first one is asked for, so that nobody waits for libraries.
import_module("seachange.server.urls")

# What is loaded stays: looking through it for waste would hold up a page by a tenth of a second.
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)

# And every place is made once, so that the first who looks waits no longer than the second.
import_module("seachange.server.warming").warm_up()
