"""The project's settings as the tests use them, whatever the caller's environment says."""

import os

os.environ.update(DEMO="1", BUSINESS_DATE="2017-11-06", PDF="on")
os.environ["STATICFILES_BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

from config.settings import *  # noqa: E402, F403 - settings are made of names

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
WHITENOISE_AUTOREFRESH = True  # looks for no collected files
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}  # noqa: F405
# Tasks run where they are enqueued; tests of the worker take the real queue (fixture `task_queue`).
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
