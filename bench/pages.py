"""What is measured: the pages of the product against the empty one."""

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from bench.table import PLAN_BYTES

if TYPE_CHECKING:
    from core.models import Workspace


@dataclass(frozen=True)
class Page:
    """A page by its name and address. `judged` pages must hold the target; the others are only watched.
    `html_limit` is what its HTML may weigh compressed, in bytes, where that has a target of its own."""

    name: str
    url: str
    judged: bool = True
    html_limit: int | None = None


EMPTY = "empty page"


def pages_of(workspace: "Workspace", *, tasks: int) -> list[Page]:
    """The empty page first, then every page to compare with it. `tasks` is how many a campaign has."""
    from campaigns.models.campaign import OPEN_PHASES
    from campaigns.selectors.portfolio import PER_PAGE

    open_ones = workspace.campaigns.filter(phase__in=OPEN_PHASES)
    last = ceil(open_ones.count() / PER_PAGE)
    root = f"/e/{workspace.slug}/"
    busy = _one(workspace, "COORDINATION", "LANCEMENT")
    live = _one(workspace, "SUIVI", "BRAND")
    return [
        Page(EMPTY, f"{root}bench/vide/"),
        Page("portfolio", f"{root}campagnes/"),
        Page("portfolio, filtered", f"{root}campagnes/?phase=COORDINATION&q=ro"),
        Page("portfolio, last page", f"{root}campagnes/?page={last}"),
        Page("calendar, month", f"{root}calendrier/"),
        Page("calendar, quarter", f"{root}calendrier/?vue=trimestre"),
        Page("campaign, in coordination", f"{root}campagnes/{busy}/"),
        Page("campaign, live", f"{root}campagnes/{live}/"),
        Page("today", root, judged=False),
        Page(
            f"planning of {tasks} tasks",
            f"{root}campagnes/{busy}/planning/",
            judged=False,
            html_limit=PLAN_BYTES,
        ),
        Page("budgets", f"{root}budgets/", judged=False),
        Page("suivi", f"{root}suivi/", judged=False),
    ]


def _one(workspace: "Workspace", phase: str, kind: str) -> str:
    """The reference of a campaign of this phase, of this type when there is one."""
    rows = workspace.campaigns.filter(phase=phase).order_by("pk")
    found = rows.filter(type=kind).first() or rows.first() or workspace.campaigns.order_by("pk").first()
    return str(found.reference)
