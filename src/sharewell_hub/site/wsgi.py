"""The application that gunicorn serves, warm before the first visitor comes."""

import os

from django.core.wsgi import get_wsgi_application

from sharewell_hub.site.warming import leave_alone, warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell_hub.site.settings")
application = get_wsgi_application()
warm_up(application)
leave_alone()
