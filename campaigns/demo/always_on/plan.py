"""Diagnostic de peau: the tasks of the start and of two quarters, a budget signed by quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from campaigns.demo.always_on.brief import QUARTER
from campaigns.demo.clock import Clock, entries, euros, merged, plus, spread, workday
from campaigns.demo.planning import Change, plan_of
from campaigns.demo.shapes import (
    BudgetData,
    EntryData,
    LineData,
    SignatureData,
    SignOffData,
    TaskData,
    WaveData,
)
from campaigns.playbooks import CampaignType, TaskTemplate, playbook


def tasks(clock: Clock, launch: date, prepares_on: date, waves: tuple[WaveData, ...]) -> tuple[TaskData, ...]:
    extra: list[TaskTemplate] = []
    pinned: dict[str, date] = {}
    for number, start in ((1, launch), (2, plus(launch, QUARTER))):
        templates, pins = _quarter(number, start)
        extra += templates
        pinned |= pins
    return plan_of(
        playbook(CampaignType.ALWAYS_ON),
        today=clock.today,
        owner="thomas",
        prepares_on=prepares_on,
        launch=launch,
        end=None,
        waves=waves,
        extra=extra,
        pinned=pinned,
        changes=(
            Change(
                "p1-renouvellement-creas",
                not_before=plus(launch, 56),
                name="Renouveler les annonces de recherche (T1)",
            ),
            Change(
                "p2-renouvellement-creas",
                not_before=clock.ago(2),
                status="doing",
                name="Renouveler les visuels Meta (T2)",
            ),
            *(
                Change(f"p{number}-{key}", not_before=_negotiation(launch, number))
                for number in (1, 2)
                for key in ("arbitrage-budget", "signature-periode")
            ),
            Change(
                "revue-apprentissage",
                what="Le message « parfois aucun » gagne partout ; coût visé fixé à 18 €.",
            ),
        ),
    )


def _quarter(number: int, start: date) -> tuple[list[TaskTemplate], dict[str, date]]:
    """The period's tasks under keys of their own, and the days that hold them."""
    period = playbook(CampaignType.ALWAYS_ON).period
    assert period is not None, "an always-on playbook has a period"  # noqa: S101
    anchors = {"launch": start, "end": plus(start, QUARTER - 1)}
    templates, pinned = [], {}
    for template in period.tasks:
        key = f"p{number}-{template.key}"
        after = tuple((f"p{number}-{before}", *bond) for before, *bond in template.after)
        templates.append(
            replace(
                template,
                key=key,
                name=f"{template.name} (T{number})",
                after=after,
                anchor=None,
                anchor_offset=0,
            )
        )
        if template.anchor and template.key != "renouvellement-creas":
            pinned[key] = workday(anchors[template.anchor], template.anchor_offset)
    return templates, pinned


def _negotiation(launch: date, number: int) -> date:
    """When the next quarter's budget begins to be discussed, three weeks before this one ends."""
    return workday(plus(launch, number * QUARTER), -14)


def budget(launch: date) -> BudgetData:
    groups: list[list[LineData]] = []
    for quarter, amounts in enumerate(_AMOUNTS):
        start = plus(launch, quarter * QUARTER)
        groups += [
            spread(channel, euros(amount), start, plus(start, QUARTER - 1), f"Trimestre {quarter + 1}")
            for channel, amount in amounts.items()
        ]
    lines = merged(*groups)

    def booked(
        channel: str, amount: int, days: int, label: str, who: str, order: str, invoice: str
    ) -> list[EntryData]:
        """An order, and its invoice five weeks later, on the channel's first three months."""
        own = [line for line in lines if line.channel == channel][:3]
        ordered, paid = plus(launch, days), plus(launch, days + 35)
        return [
            *entries(own, "committed", channel, euros(amount), ordered, label, who, order),
            *entries(own, "actual", channel, euros(amount), paid, label, who, invoice),
        ]

    return BudgetData(
        total=sum((line.planned for line in lines), euros(0)),
        note="Hors taxes, par trimestre. Règle signée : 15 % d’un canal peuvent passer à un autre sans "
        "nouvelle signature.",
        lines=lines,
        entries=(
            *booked(
                "production",
                4_000,
                -20,
                "Gabarits et premières créations",
                "Agence Halo",
                "BC-2051",
                "F-1187",
            ),
            *booked("seo_blog", 1_600, -8, "Quatre articles de fond", "Plume & Labo", "BC-2060", "F-0412"),
        ),
    )


_AMOUNTS = (
    {
        "google_ads": 20_000,
        "meta": 15_000,
        "display": 3_000,
        "email": 1_200,
        "seo_blog": 2_400,
        "production": 6_000,
    },
    {
        "google_ads": 22_000,
        "meta": 13_000,
        "display": 3_000,
        "email": 1_200,
        "seo_blog": 2_400,
        "production": 5_400,
    },
)


def signoffs(launch: date, prepares_on: date) -> tuple[SignOffData, ...]:
    def on(days: int) -> date:
        return workday(prepares_on, days)

    second = workday(_negotiation(launch, 1), 2)
    return (
        SignOffData(
            "brief",
            "thomas",
            on(-4),
            on(-1),
            "Un flux régulier plutôt que des pointes : merci de valider le plafond de 30 leads par jour.",
            (
                SignatureData("ines", "approved", on(-3)),
                SignatureData(
                    "elodie",
                    "approved",
                    on(-2),
                    "Garder la phrase « ce n’est pas un avis médical » au début.",
                ),
                SignatureData(
                    "karim", "approved", on(-1), "Consentement et durée de conservation conformes."
                ),
            ),
        ),
        SignOffData(
            "plan",
            "thomas",
            on(4),
            on(6),
            "Trois semaines d’apprentissage, puis un arbitrage chaque mois.",
            (SignatureData("ines", "approved", on(5)),),
        ),
        SignOffData(
            "budget",
            "thomas",
            on(6),
            on(9),
            "47 600 € pour le premier trimestre.",
            (SignatureData("paul", "approved", on(8)), SignatureData("helene", "approved", on(8))),
            voided_on=workday(second, -1),
        ),
        SignOffData(
            "budget",
            "thomas",
            second,
            workday(second, 4),
            "Deuxième trimestre : 47 000 €, 2 000 € passent de Meta à la recherche.",
            (
                SignatureData("paul", "approved", workday(second, 2), "Le coût par lead est tenu, je signe."),
                SignatureData("helene", "approved", workday(second, 3)),
            ),
        ),
    )
