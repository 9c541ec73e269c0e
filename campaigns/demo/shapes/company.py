"""Who is there: people, stakeholders, audiences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Person:
    """A member who logs in. `team_only` people are the partner's: they see their team's work only."""

    key: str
    name: str
    email: str
    job_title: str
    role: Literal["admin", "manager", "contributor", "viewer"]
    teams: tuple[str, ...] = ()
    team_only: bool = False


@dataclass(frozen=True, slots=True)
class StakeholderData:
    """A signer without an account. `function_key` is one of the playbooks' FUNCTIONS."""

    key: str
    name: str
    email: str
    function: str
    function_key: str
    stand_in: str | None = None


@dataclass(frozen=True, slots=True)
class AudienceData:
    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class LevelData:
    """Above which amount, who must all sign a budget: `owner` is the campaign's, the others are keys."""

    above: int
    signers: tuple[str, ...] = ()
    owner: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """`team_names` overrides names of the default teams, by key; `legal_signers` says who signs by sector.

    `tolerance` is in percent of what a signed line plans.
    """

    name: str
    slug: str
    brands: tuple[str, ...]
    people: tuple[Person, ...]
    stakeholders: tuple[StakeholderData, ...]
    audiences: tuple[AudienceData, ...]
    team_names: dict[str, str]
    levels: tuple[LevelData, ...]
    legal_signers: dict[str, str]
    tolerance: int
