"""The demonstration's company: workspace, people, teams, dictionaries, stakeholders."""

from dataclasses import dataclass
from decimal import Decimal

from budgets.models import BudgetRules, DelegationLevel
from campaigns.demo.shapes import Company
from campaigns.models import Audience, Brand, Channel, Format, Kpi, LegalSigner, Stakeholder, Team
from campaigns.services.dictionaries import dictionaries_seed
from core.access import Access
from core.models import Membership, Role, User, Workspace


@dataclass
class Cast:
    """Rows of the company by the keys its data use."""

    workspace: Workspace
    people: dict[str, Membership]
    stakeholders: dict[str, Stakeholder]
    audiences: dict[str, Audience]
    teams: dict[str, Team]
    channels: dict[str, Channel]
    formats: dict[str, Format]
    kpis: dict[str, Kpi]
    brands: dict[str, Brand]

    def access(self, key: str) -> Access:
        return Access(self.workspace, self.people[key])

    def signer(self, key: str) -> Membership | Stakeholder:
        return self.stakeholders.get(key) or self.people[key]


def company_load(company: Company, password: str) -> Cast:
    """Create the company. Everybody has the same password, told on the terminal and nowhere else."""
    workspace = Workspace.objects.create(name=company.name, slug=company.slug)
    dictionaries_seed(workspace)
    people = {}
    for person in company.people:
        user = User.objects.create_user(person.email, password, name=person.name)
        people[person.key] = Membership.objects.create(
            workspace=workspace,
            user=user,
            role=Role(person.role),
            job_title=person.job_title,
            team_only=person.team_only,
        )
    teams = {team.key: team for team in Team.objects.filter(workspace=workspace)}
    for key, name in company.team_names.items():
        teams[key].name = name
        teams[key].save(update_fields=["name"])
    for person in company.people:
        for key in person.teams:
            teams[key].team_members.create(membership=people[person.key])
    cast = Cast(
        workspace=workspace,
        people=people,
        stakeholders=_stakeholders(company, workspace),
        audiences={
            row.key: Audience.objects.create(workspace=workspace, name=row.name, description=row.description)
            for row in company.audiences
        },
        teams=teams,
        channels={row.key: row for row in Channel.objects.filter(workspace=workspace)},
        formats={row.key: row for row in Format.objects.filter(channel__workspace=workspace)},
        kpis={row.key: row for row in Kpi.objects.filter(workspace=workspace)},
        brands={name: Brand.objects.create(workspace=workspace, name=name) for name in company.brands},
    )
    _signing_rules(company, cast)
    return cast


def _signing_rules(company: Company, cast: Cast) -> None:
    """Who must sign above which amount and for the law, and how far a signed line may be exceeded."""
    for row in company.levels:
        level = DelegationLevel.objects.create(
            workspace=cast.workspace, above=Decimal(row.above), owner=row.owner
        )
        level.members.set(cast.people[key] for key in row.signers if key in cast.people)
        level.stakeholders.set(cast.stakeholders[key] for key in row.signers if key in cast.stakeholders)
    for sector, key in company.legal_signers.items():
        LegalSigner.objects.create(
            workspace=cast.workspace,
            sector=sector,
            member=cast.people.get(key),
            stakeholder=cast.stakeholders.get(key),
        )
    BudgetRules.objects.create(workspace=cast.workspace, tolerance=company.tolerance)


def _stakeholders(company: Company, workspace: Workspace) -> dict[str, Stakeholder]:
    made = {
        row.key: Stakeholder.objects.create(
            workspace=workspace, name=row.name, email=row.email, function=row.function
        )
        for row in company.stakeholders
    }
    for row in company.stakeholders:
        if row.stand_in:
            made[row.key].stand_in = made[row.stand_in]
            made[row.key].save(update_fields=["stand_in"])
    return made
