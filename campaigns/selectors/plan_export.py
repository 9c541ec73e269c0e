"""The plan as a table people take away, and can bring back: see `campaigns.exchange`."""

from collections.abc import Iterator, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.exchange.links import LinkText, links_write
from campaigns.models import Task
from campaigns.selectors.plan_board import Board, Row
from core.exports import Value

HEADER = (
    _("N°"), _("Vague"), _("Phase"), _("Nature"), _("Tâche"), _("Équipe"), _("Qui"),
    _("Durée (jours ouvrés)"), _("Début"), _("Fin"), _("État"), _("Ce qui bloque"),
    _("Marge (jours ouvrés)"), _("Attend"), _("Prédécesseurs"), _("Pas avant"), _("Au plus tard"),
    _("Date fixée"), _("Description"), _("Identifiant"),
)  # fmt: skip
#: In characters, column by column.
WIDTHS = (6, 20, 14, 12, 48, 22, 22, 10, 12, 12, 12, 24, 10, 40, 18, 12, 12, 12, 60, 12)


def export_rows(board: Board) -> Iterator[list[Value]]:
    """One row per task shown, in the order of the plan; its number is its rank in the whole plan."""
    rows = {row.task.pk: row for group in board.groups for row in group.rows}
    numbers = {task.pk: number for number, task in enumerate(board.rows.tasks, start=1)}
    links = _links(board, numbers, rows)
    for task in board.rows.tasks:
        if task.pk in rows:
            yield _row(task, rows[task.pk], numbers[task.pk], links.get(task.pk, ""))


def _row(task: Task, row: Row, number: int, links: str) -> list[Value]:
    return [
        number,
        task.wave.name if task.wave else "",
        task.get_phase_display(),
        task.get_kind_display(),
        task.name,
        task.team.name if task.team else "",
        task.assignee.user.name if task.assignee else "",
        task.duration_days,
        task.starts_on,
        task.ends_on,
        task.get_status_display(),
        task.blocked_reason,
        row.slack,
        ", ".join(row.waits),
        links,
        task.not_before,
        task.not_after,
        task.pinned_on,
        task.description,
        task.pk,
    ]


def _links(board: Board, numbers: Mapping[int, int], rows: Mapping[int, Row]) -> dict[int, str]:
    """What each task waits for; a task that is not in the table is named, since its number is not there."""
    names = {task.pk: task.name for task in board.rows.tasks}
    found: dict[int, list[LinkText]] = {}
    for link in board.rows.links:
        before = link.predecessor_id
        if before in names:  # a partner is not told of the others' tasks
            ref = numbers[before] if before in rows else names[before]
            said = LinkText(ref, link.type, link.lag_days, link.lag_unit)
            found.setdefault(link.successor_id, []).append(said)
    french = (get_language() or "fr").startswith("fr")
    return {pk: links_write(links, french=french) for pk, links in found.items()}
