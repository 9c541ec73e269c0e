"""72 heures Brume Rosée: tasks counted in hours, a small budget, one request for everything."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import Clock, euros, in_words, merged, plus, spread
from campaigns.demo.planning import Change, plan_of
from campaigns.demo.shapes import (
    BudgetData,
    LineChange,
    LineData,
    SignatureData,
    SignOffData,
    TaskData,
    WaveData,
)
from campaigns.playbooks import CampaignType, playbook


def tasks(
    clock: Clock, launch: date, end: date, prepares_on: date, waves: tuple[WaveData, ...]
) -> tuple[TaskData, ...]:
    return plan_of(
        playbook(CampaignType.FLASH),
        today=clock.today,
        owner="thomas",
        prepares_on=prepares_on,
        launch=launch,
        end=end,
        waves=waves,
        changes=(
            Change("prix-reference", assignee="thomas"),
            Change(
                "validation-unique", assignee="thomas", duration=3, not_before=clock.ago(5), status="doing"
            ),
            Change(
                "stock",
                what="Bloquer 2 900 brumes pour le site ; prévenir l’entrepôt d’un pic de 900 colis le "
                "premier jour.",
            ),
        ),
    )


def budget(clock: Clock, launch: date, end: date) -> BudgetData:
    return BudgetData(
        total=euros(9_600),
        note="Hors taxes. La remise elle-même (7,20 € par brume) est portée par la marge, pas par ce budget.",
        lines=merged(
            spread("meta", euros(6_800), launch, end, "Stories, reciblage et audiences proches"),
            spread("email", euros(600), launch, end, "Deux envois au Cercle, un aux inscrits"),
            spread("sms", euros(1_400), launch, plus(launch, 1), "35 000 numéros, un envoi"),
            [
                LineData(
                    "production", launch.replace(day=1), euros(800), "Déclinaisons depuis le gabarit flash"
                )
            ],
        ),
        changes=(
            LineChange(
                "production",
                launch.replace(day=1),
                euros(500),
                euros(800),
                clock.ago(6),
                "thomas",
                "Une déclinaison de plus, pour les audiences proches.",
            ),
        ),
    )


def signoffs(clock: Clock, launch: date) -> tuple[SignOffData, ...]:
    """The combined request: approved once, void since the budget moved, asked again; finance is awaited."""
    message = (
        f"Une seule demande pour le brief, le planning et le budget : nous ouvrons le {in_words(launch)} et "
        "l’ancien flacon ne se vendra plus après. Une réponse sous vingt-quatre heures nous suffit."
    )
    # Up to 10 000 €, whoever is responsible for the campaign signs its budget.
    first, again = clock.ago(8), clock.ago(5)
    return (
        SignOffData(
            "combined",
            "thomas",
            first,
            clock.ago(7),
            message,
            (
                SignatureData(
                    "helene",
                    "approved",
                    clock.ago(7),
                    "D’accord, à condition de dire clairement que le flacon change.",
                ),
                SignatureData("ines", "approved", first),
                SignatureData("thomas", "approved", first),
            ),
            voided_on=clock.ago(6),
        ),
        SignOffData(
            "combined",
            "thomas",
            again,
            clock.ago(4),
            "La production prend 300 € de plus. Rien d’autre n’a changé depuis la version approuvée.",
            (
                SignatureData("helene", "approved", clock.ago(4)),
                SignatureData("thomas", "approved", again),
                SignatureData("paul"),
            ),
        ),
    )
