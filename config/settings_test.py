"""The product's settings, made quick and contained for the test suite."""

import os
import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import CACHES, DATABASES, REDIS_URL, STORAGES

_scratch = Path(tempfile.mkdtemp(prefix="campagnes-test-"))

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = _scratch / "media"
SEAL_DIR = _scratch / "keys"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str] = {}

if REDIS_URL:
    # The suite's workers share one Redis; attempts to sign in are counted there, and tests empty it.
    CACHES["default"].update(BACKEND="tests.own_cache.OwnCache", KEY_PREFIX=f"test-{os.getpid()}")
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, as in the product: an in-memory database is shared between threads in ways WAL is not.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
    # Races put fifty writers in the queue of one. How many a machine serves in the product's twenty seconds
    # is its own affair: what the tests ask is in which order they come out.
    DATABASES["default"]["OPTIONS"]["timeout"] = 300
