"""Reads of the brief: everything its page shows, in a number of queries that does not grow with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from campaigns.brief_quality import Hint, Missing, brief_hints, brief_missing
from campaigns.contents_brief import brief_content
from campaigns.gates import Finding, Scope
from campaigns.models import Audience, Brief, BriefAudience, Campaign, KeyMessage, Kpi, Objective
from campaigns.ports import PastLearning, learnings
from campaigns.signoff.standing import signoff_findings
from campaigns.strategy_files import strategy_digest, strategy_type
from core.access import Access
from core.models import AuditEvent

#: How many questions are asked before the rest is folded away.
FIRST_QUESTIONS = 4


@dataclass(frozen=True)
class Question:
    """A creative's question, and the form that answers it."""

    text: str
    section: str
    url: str
    number: int


@dataclass(frozen=True)
class BriefPage:
    """A brief as its page shows it."""

    campaign: Campaign
    brief: Brief
    objectives: list[Objective]
    audiences: list[BriefAudience]
    messages: list[KeyMessage]
    missing: list[Missing]
    questions: list[Question]
    finding: Finding
    learnings: list[PastLearning]

    @property
    def first_questions(self) -> list[Question]:
        return self.questions[:FIRST_QUESTIONS]

    @property
    def more_questions(self) -> list[Question]:
        return self.questions[FIRST_QUESTIONS:]

    @property
    def document_digest(self) -> str:
        """The SHA-256 of the strategy document, which is its address; "" without one."""
        return strategy_digest(self.brief.strategy_file)

    @property
    def document_type(self) -> str:
        return strategy_type(self.brief.strategy_file)

    @property
    def has_strategy(self) -> bool:
        return bool(self.brief.strategy_label or self.brief.strategy_url or self.brief.strategy_file)

    @property
    def is_empty(self) -> bool:
        """Nobody wrote anything yet."""
        texts = (
            self.brief.strategy_label,
            self.brief.strategy_url,
            self.brief.context,
            self.brief.proposition,
        )
        return not (any(texts) or self.objectives or self.audiences or self.messages)

    @property
    def signed(self) -> bool:
        """An approval, given or asked, that an edit would void."""
        return self.finding.ok or self.finding.waiting


def brief_page(campaign: Campaign) -> BriefPage:
    content = brief_content(campaign)
    rows: dict[str, list[Any]] = {
        "objectifs": list(campaign.objectives.select_related("kpi")),
        "cibles": list(campaign.brief_audiences.select_related("audience")),
        "messages": list(campaign.key_messages.select_related("audience")),
    }
    hints = brief_hints(content, kpi_directions(campaign))
    return BriefPage(
        campaign=campaign,
        brief=brief_of(campaign),
        objectives=rows["objectifs"],
        audiences=rows["cibles"],
        messages=rows["messages"],
        missing=brief_missing(content),
        questions=[
            Question(hint.text, hint.section, _answer_url(campaign, hint, rows), number)
            for number, hint in enumerate(hints, start=1)
        ],
        finding=signoff_findings([Scope(campaign)], "brief")[0],
        learnings=past_learnings(campaign),
    )


def _answer_url(campaign: Campaign, hint: Hint, rows: Mapping[str, Sequence[Any]]) -> str:
    """Where a question is answered: the row it is about, its set of texts, or the list it is about."""
    place = {"slug": campaign.workspace.slug, "reference": campaign.reference}
    if hint.section in rows and hint.row is not None:
        pk = rows[hint.section][hint.row].pk
        return reverse("campaigns:brief-row", kwargs={**place, "section": hint.section, "pk": pk})
    if hint.section in rows:
        return reverse("campaigns:brief", kwargs=place)
    if hint.section == "dates":
        return reverse("campaigns:settings", kwargs=place)
    return reverse("campaigns:brief-text", kwargs={**place, "section": hint.section})


def brief_of(campaign: Campaign) -> Brief:
    """The campaign's brief, unsaved and empty while nobody wrote in it: reading makes no row."""
    return Brief.objects.filter(campaign=campaign).first() or Brief(campaign=campaign)


def kpi_directions(campaign: Campaign) -> dict[str, str]:
    return dict(Kpi.objects.filter(objectives__campaign=campaign).values_list("key", "direction"))


def past_learnings(campaign: Campaign) -> list[PastLearning]:
    return [learning for provider in learnings for learning in provider(campaign)]


def kpis_of(access: Access, *, keep: int | None = None) -> QuerySet[Kpi]:
    """The KPIs on offer, with the one a row already has, retired or not."""
    return Kpi.objects.filter(Q(is_active=True) | Q(pk=keep), workspace=access.workspace)


def audiences_left(campaign: Campaign, *, keep: int | None = None) -> QuerySet[Audience]:
    """Audiences of the dictionary that this brief does not have yet, with the one a row already has."""
    taken = campaign.brief_audiences.values("audience")
    free = Q(is_active=True) & ~Q(pk__in=taken)
    return Audience.objects.filter(free | Q(pk=keep), workspace=campaign.workspace)


def audiences_of(campaign: Campaign, *, keep: int | None = None) -> QuerySet[Audience]:
    """The audiences of this brief, with the one a message already speaks to."""
    chosen = campaign.brief_audiences.values("audience")
    return Audience.objects.filter(Q(pk__in=chosen) | Q(pk=keep))


def who_removed(campaign: Campaign, subject: str) -> str:
    """The name of whoever took a row out, "" when it never was there."""
    event = AuditEvent.objects.filter(
        workspace=campaign.workspace, scope=campaign.scope, subject=subject, verb="deleted"
    ).first()
    return event.actor_name if event else ""
