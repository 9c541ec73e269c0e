"""Whose names the words of a file are: teams, people, waves, phases, kinds, and the tasks of a plan."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from campaigns.exchange.headers import plain
from campaigns.exchange.reading import PlanRow
from campaigns.models import Campaign, Task, Team, Wave
from campaigns.models.campaign import STEPS
from core.models import Membership

#: What a file may call a kind, beside its name in the reader's language.
_KINDS = {
    "jalon": "milestone", "milestone": "milestone", "validation": "approval", "approval": "approval",
    "tache": "task", "task": "task",
}  # fmt: skip
T = TypeVar("T")


@dataclass
class Names:
    """The names a campaign knows. `asked` collects those it does not: {(what, plain name): as written}."""

    teams: Mapping[str, Team]
    people: Mapping[str, Membership]
    waves: Mapping[str, Wave]
    answers: Mapping[str, str]
    asked: dict[tuple[str, str], str] = field(default_factory=dict)

    def team(self, text: str) -> Team | None:
        return self._found("team", text, self.teams)

    def person(self, text: str) -> Membership | None:
        return self._found("person", text, self.people)

    def wave(self, text: str) -> Wave | None:
        return self._found("wave", text, self.waves)

    def _found(self, what: str, text: str, known: Mapping[str, T]) -> T | None:
        key = plain(text)
        if not key:
            return None
        if key in known:
            return known[key]
        self.asked.setdefault((what, key), text)
        answer = self.answers.get(f"{what}:{key}", "")
        return known.get(f"pk {answer}") if answer else None


def names_of(campaign: Campaign, answers: Mapping[str, str]) -> Names:
    """Three queries. A person goes by name or by e-mail address, a wave by name or number."""
    teams = _by(Team.objects.filter(workspace=campaign.workspace_id), lambda t: [t.name, t.key])
    members = Membership.objects.filter(workspace=campaign.workspace_id, is_active=True)
    people = _by(members.select_related("user"), lambda m: [m.user.name, m.user.email])
    waves = _by(
        campaign.waves.order_by("number"), lambda w: [w.name, str(w.number), f"{w.number} · {w.name}"]
    )
    return Names(teams, people, waves, answers)


def phase_of(text: str) -> str | None:
    """The phase of these words, in any of our languages; None when they name none."""
    return _PHASES.get(plain(text)) or {plain(step.label): step.value for step in STEPS}.get(plain(text))


_PHASES = {plain(step.value): str(step.value) for step in STEPS} | {
    "budget": "BUDGET", "execution": "EXECUTION", "suivi": "SUIVI", "bilan": "BILAN",
    "wrap up": "BILAN", "follow up": "SUIVI", "plan": "PLANNING",
}  # fmt: skip


def kind_of(row: PlanRow) -> str | None:
    """A row's kind; None when nothing of it says."""
    if row.milestone:
        return Task.Kind.MILESTONE
    labels = {plain(label): value for value, label in Task.Kind.choices}
    return labels.get(plain(row.kind)) or _KINDS.get(plain(row.kind))


@dataclass(frozen=True)
class Known:
    """The tasks of a plan, found by identifier, by name and wave, or by a name only one has."""

    by_pk: Mapping[int, Task]
    by_name: Mapping[str, list[Task]]

    def find(self, row: PlanRow, wave: Wave | None, *, by_wave: bool) -> Task | None:
        """Raises LookupError when several tasks have the row's name."""
        if row.identifier is not None and row.identifier in self.by_pk:
            return self.by_pk[row.identifier]
        same = self.by_name.get(plain(row.name), [])
        if by_wave:
            same = [task for task in same if task.wave_id == (wave.pk if wave else None)]
        if len(same) > 1:
            raise LookupError(row.name)
        return same[0] if same else None


def known_of(tasks: Iterable[Task]) -> Known:
    by_name: dict[str, list[Task]] = defaultdict(list)
    tasks = list(tasks)
    for task in tasks:
        by_name[plain(task.name)].append(task)
    return Known({task.pk: task for task in tasks}, by_name)


def _by(rows: Iterable[T], names: Callable[[T], list[str]]) -> dict[str, T]:
    """{plain name: row}, and {"pk 12": row}; of two rows of one name, the first."""
    found: dict[str, T] = {}
    for row in rows:
        found[f"pk {row.pk}"] = row  # type: ignore[attr-defined]
        for name in names(row):
            found.setdefault(plain(name), row)
    return found
