"""The workspace that is measured: built once, in a few minutes, then kept."""

import sys
import time
from typing import TYPE_CHECKING

from django.core.management import call_command

from bench.place import Size

if TYPE_CHECKING:
    from core.models import Workspace


def prepare(size: Size) -> "Workspace":
    """Migrate, collect static files, load the volume and look for its alerts."""
    from core.models import Workspace
    from tracking.demo.volume import volume_load
    from tracking.models import Alert
    from tracking.services.alerts import alerts_refresh

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    slug = f"volume-{size.seed}-{size.campaigns}"
    if not Workspace.objects.filter(slug=slug).exists():
        print("Building the workspace (once)…", file=sys.stderr, flush=True)
    start = time.perf_counter()
    workspace = volume_load(campaigns=size.campaigns, tasks=size.tasks, facts=size.facts, seed=size.seed)
    if not Alert.objects.filter(campaign__workspace=workspace).exists():
        alerts_refresh(workspace=workspace)
        _analyse()
        print(f"Built in {time.perf_counter() - start:.0f} s.", file=sys.stderr, flush=True)
    return workspace


def _analyse() -> None:
    """Tell the query planner what it would know of a database that has lived."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
