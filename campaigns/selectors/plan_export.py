"""The plan as a table people take away."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from campaigns.selectors.plan_board import Board
from core.exports import Value

HEADER = (
    _("Vague"), _("Phase"), _("Nature"), _("Tâche"), _("Équipe"), _("Personne"), _("Durée (jours ouvrés)"),
    _("Début"), _("Fin"), _("État"), _("Ce qui bloque"), _("Marge (jours ouvrés)"), _("Attend"),
    _("Pas avant"), _("Date fixée"),
)  # fmt: skip


def export_rows(board: Board) -> Iterator[list[Value]]:
    """One row per task shown, in the order of the plan."""
    rows = [row for group in board.groups for row in group.rows]
    for row in sorted(rows, key=lambda row: (row.task.position, row.task.pk)):
        task = row.task
        yield [
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
            task.not_before,
            task.pinned_on,
        ]
