"""Remembering the edits of a plan, so that their author can take them back."""

from collections.abc import Iterator
from contextlib import contextmanager

from campaigns.models import Campaign, PlanEdit
from campaigns.plan_state import only_order, state_changes
from campaigns.selectors.plan_history import plan_state
from core.access import Access

#: Of an author in a plan. Further back nobody remembers what it was.
KEPT = 30


@contextmanager
def remembered(campaign: Campaign, actor: Access, said: str) -> Iterator[None]:
    """Keep what the block changes in the plan, under these words. Call it inside the writing transaction.

    Moving a task in the list is not kept: the same buttons move it back.
    """
    before = plan_state(campaign)
    yield
    changes = state_changes(before, plan_state(campaign))
    if not changes or only_order(changes):
        return
    mine = PlanEdit.objects.filter(campaign=campaign, author=actor.membership)
    mine.filter(undone_at__isnull=False).delete()
    PlanEdit.objects.create(campaign=campaign, author=actor.membership, said=said[:300], changes=changes)
    old = list(mine.order_by("-id").values_list("pk", flat=True)[KEPT:])
    PlanEdit.objects.filter(pk__in=old).delete()
