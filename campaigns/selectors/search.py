"""What the search box finds: campaigns, tasks and pages, by their names."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from campaigns.access import partner_teams, visible_campaigns
from campaigns.models import Campaign, Task
from campaigns.models.campaign import OPEN_PHASES
from campaigns.selectors.frame import tabs_for
from core.access import Access
from core.context import places_for
from core.search import plain, search_words, word_pattern

MOST = 20


@dataclass(frozen=True)
class PageHit:
    """A page of the product; `within` is the campaign it belongs to, or ""."""

    label: str
    url: str
    icon: str
    within: str = ""


@dataclass(frozen=True)
class TaskHit:
    task: Task
    url: str


@dataclass(frozen=True)
class Results:
    """`more_campaigns` and `more_tasks` say that the list was cut at `MOST`."""

    asked: str
    campaigns: list[Campaign]
    tasks: list[TaskHit]
    pages: list[PageHit]
    more_campaigns: bool = False
    more_tasks: bool = False

    @property
    def count(self) -> int:
        return len(self.campaigns) + len(self.tasks) + len(self.pages)

    @property
    def more(self) -> bool:
        return self.more_campaigns or self.more_tasks


def campaign_at_hand(access: Access, reference: str) -> Campaign | None:
    """The campaign whose page the request was typed on, if the reader may see it."""
    if not reference or len(reference) > 20:
        return None
    return _campaigns(access).filter(reference=reference).first()


def exact_campaign(access: Access, text: str) -> Campaign | None:
    """The campaign that has this very reference, whatever its case. At most one query."""
    reference = text.strip()
    if not 3 <= len(reference) <= 20 or not reference.isascii() or not reference.isprintable():
        return None
    return _campaigns(access).filter(reference__iexact=reference).first()


def search_results(access: Access, text: str, campaign: Campaign | None = None) -> Results:
    """Everything each word of `text` is found in: two queries, one more for a partner.

    With a `campaign` at hand its tabs are found too, and its tasks come first.
    """
    words = search_words(text)
    if not words:
        return Results(text, [], [], [])
    campaigns = list(_campaigns_named(access, words)[: MOST + 1])
    tasks = list(_tasks_named(access, words, campaign)[: MOST + 1])
    return Results(
        asked=text,
        campaigns=campaigns[:MOST],
        tasks=[_task_hit(task) for task in tasks[:MOST]],
        pages=_pages_named(access, words, campaign),
        more_campaigns=len(campaigns) > MOST,
        more_tasks=len(tasks) > MOST,
    )


def suggested_pages(access: Access) -> list[PageHit]:
    """Where to go from an empty box: the main pages."""
    return [
        PageHit(str(place.label), reverse(place.url_name, args=[access.workspace.slug]), place.icon)
        for place in places_for(access)
    ]


def _campaigns(access: Access) -> QuerySet[Campaign]:
    return visible_campaigns(access).select_related("workspace", "owner__user")


def _campaigns_named(access: Access, words: list[str]) -> QuerySet[Campaign]:
    """Open campaigns first, the next to launch first."""
    found = [Q(name__regex=pattern) | Q(reference__regex=pattern) for pattern in map(word_pattern, words)]
    over = _last(~Q(phase__in=OPEN_PHASES))
    return (
        _campaigns(access).filter(reduce(and_, found)).annotate(over=over).order_by("over", "launch_on", "pk")
    )


def _tasks_named(access: Access, words: list[str], campaign: Campaign | None) -> QuerySet[Task]:
    """Open tasks first, those of the campaign at hand first among them; partners', of their teams only."""
    rows = Task.objects.filter(campaign__workspace=access.workspace)
    if access.membership.team_only:
        rows = rows.filter(team__in=partner_teams(access))
    for word in words:
        rows = rows.filter(name__regex=word_pattern(word))
    over = _last(Q(status=Task.Status.DONE) | ~Q(campaign__phase__in=OPEN_PHASES))
    elsewhere = _last(~Q(campaign=campaign)) if campaign else Value(0)
    rows = rows.select_related("campaign__workspace", "assignee__user", "team")
    return rows.annotate(over=over, elsewhere=elsewhere).order_by("over", "elsewhere", "ends_on", "pk")


def _last(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _task_hit(task: Task) -> TaskHit:
    args = [task.campaign.workspace.slug, task.campaign.reference, task.pk]
    return TaskHit(task, reverse("campaigns:task", args=args))


def _pages_named(access: Access, words: list[str], campaign: Campaign | None) -> list[PageHit]:
    pages = suggested_pages(access)
    if campaign is not None:
        pages = [
            PageHit(str(tab.label), url, "file", campaign.name) for tab, url in tabs_for(access, campaign)
        ] + pages
    return [page for page in pages if _says(page.label, words)]


def _says(label: str, words: list[str]) -> bool:
    """Every word asked is in the label, or the whole label is in what is asked («voir le budget»)."""
    said = plain(label)
    return all(word in said for word in words) or f" {said} " in f" {' '.join(words)} "
