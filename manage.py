#!/usr/bin/env python
"""Django's command-line entry point."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["schedule_plan"]:
        schedule_plan()
    else:
        any_command()


def any_command() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.DEBUG  # noqa: B018 - reads the settings: a wrong PORT or DATABASE_URL is said in one line
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    execute_from_command_line(sys.argv)


def schedule_plan() -> None:
    """It touches no row: without the apps and their settings it answers in a tenth of the time."""
    from django.conf import settings

    settings.configure(USE_I18N=False)  # texts are French in the code
    from campaigns.management.commands.schedule_plan import Command

    Command().run_from_argv(sys.argv)


if __name__ == "__main__":
    main()
