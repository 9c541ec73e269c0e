"""Choosing people of a workspace: an owner among its members, a sponsor among members and stakeholders."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Stakeholder
from core.models import Membership, Role, Workspace


class MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member, shown with their job."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.job_title}" if obj.job_title else str(obj)


def owners(workspace: Workspace) -> QuerySet[Membership]:
    """Who may own a campaign: active members of the team who can edit."""
    return (
        Membership.objects.filter(workspace=workspace, is_active=True, team_only=False)
        .exclude(role=Role.VIEWER)
        .select_related("user")
    )


class SponsorField(forms.ChoiceField):
    """A member or a stakeholder; cleans to (member, stakeholder), at most one of them set."""

    nobody: Any = _("Personne pour l’instant")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Sponsor"),
                "required": False,
                "help_text": _(
                    "La personne qui répond de la campagne. Membre ou partie prenante, elle accorde les "
                    "dérogations qu’on lui demande."
                ),
                **kwargs,
            }
        )
        self._people: dict[str, tuple[Membership | None, Stakeholder | None]] = {}

    def open_to(self, workspace: Workspace) -> None:
        """Offer the workspace's people."""
        members = Membership.objects.filter(workspace=workspace, is_active=True, team_only=False)
        stakeholders = Stakeholder.objects.filter(workspace=workspace, is_active=True)
        groups: dict[Any, list[tuple[str, str]]] = {_("Membres"): [], _("Parties prenantes"): []}
        for member in members.select_related("user"):
            key = f"m{member.pk}"
            self._people[key] = (member, None)
            groups[_("Membres")].append((key, _with_job(member.user.name, member.job_title)))
        for stakeholder in stakeholders:
            key = f"s{stakeholder.pk}"
            self._people[key] = (None, stakeholder)
            groups[_("Parties prenantes")].append((key, _with_job(stakeholder.name, stakeholder.function)))
        self.choices = [("", self.nobody)] + [(label, people) for label, people in groups.items() if people]

    def clean(self, value: Any) -> tuple[Membership | None, Stakeholder | None]:
        return self._people.get(super().clean(value), (None, None))


def sponsor_value(campaign: Campaign) -> str:
    """The initial value of a sponsor field for a campaign."""
    if campaign.sponsor_member_id:
        return f"m{campaign.sponsor_member_id}"
    return f"s{campaign.sponsor_stakeholder_id}" if campaign.sponsor_stakeholder_id else ""


def _with_job(name: str, job: str) -> str:
    return f"{name} · {job}" if job else name
