"""The product as it is deployed, with the meter around it."""

import os

os.environ.update(DEMO="1", BUSINESS_DATE="2017-11-06", PDF="on")
os.environ["STATICFILES_BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

from config.settings import *  # noqa: E402, F403 - settings are made of names
from config.settings import DATABASES, MIDDLEWARE  # noqa: E402

MIDDLEWARE = ["bench.meter.Meter", *MIDDLEWARE]
# One database process per worker does all the work, so that the meter sees all of it.
DATABASES["default"]["OPTIONS"]["options"] += " -c max_parallel_workers_per_gather=0"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
