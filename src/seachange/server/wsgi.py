"""Where a server of the web comes in."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seachange.server.web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
