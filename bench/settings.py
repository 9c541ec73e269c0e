"""The product's own settings, with one more page and mail that goes nowhere."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]}]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
