"""Sérum Aube: tasks, budget, and what was signed."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import Clock, entries, euros, merged, plus, spread, workday
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
from campaigns.playbooks.base import approval, task


def tasks(
    clock: Clock, launch: date, end: date, prepares_on: date, waves: tuple[WaveData, ...]
) -> tuple[TaskData, ...]:
    return plan_of(
        playbook(CampaignType.LANCEMENT),
        today=clock.today,
        owner="claire",
        prepares_on=prepares_on,
        launch=launch,
        end=end,
        waves=waves,
        early=("PLANNING", "BUDGET", "COORDINATION", "EXECUTION"),
        changes=(
            Change("production-teaser", duration=14),
            Change("production-revelation", duration=18),
            Change(
                "contrats-influence",
                not_before=clock.ago(8),
                status="blocked",
                since=clock.ago(4),
                blocked_reason=(
                    "Deux créatrices sur cinq refusent l’exclusivité de six mois. Karim Haddad relit une "
                    "clause à trois mois."
                ),
            ),
            Change("formation-boutiques", not_before=plus(launch, -6)),
            Change("livraison-plv", not_before=workday(plus(launch, 13), -13)),
            Change("briefing-equipes", status="doing", since=clock.ago(4)),
            Change("spot-radio", status="doing", not_before=clock.ago(10)),
            Change("avenant-meta", status="doing", not_before=clock.ago(1)),
        ),
        extra=(
            task(
                "spot-radio",
                "Enregistrer et mixer le spot radio 30 s",
                "COORDINATION",
                "agence",
                8,
                "choix-concept",
                what="Voix, musique et mixage à −23 LUFS ; livrer aussi la version de 20 s montée sur la "
                "même prise.",
                wave="teaser",
            ),
            task(
                "selection-creatrices",
                "Choisir les cinq créatrices",
                "COORDINATION",
                "social",
                4,
                "plan-media",
                what="Deux comptes beauté reconnus et trois voix plus petites ; audience vérifiée, "
                "collaborations relues.",
            ),
            task(
                "echantillons",
                "Préparer 800 échantillons et leur envoi",
                "COORDINATION",
                "crm",
                5,
                "signature-budget",
                what="Pipette de 2 ml, carton, carte et étiquette de retour, prêts dix jours avant le "
                "teaser.",
            ),
            approval(
                "avenant-meta",
                "Faire signer l’avenant Meta (+6 000 €)",
                "BUDGET",
                3,
                "signature-budget",
                what="Meta passe de 18 000 € à 24 000 € ; la signature de la finance est à redemander.",
                signers=("finance",),
            ),
        ),
    )


def budget(clock: Clock, launch: date, end: date) -> BudgetData:
    teaser_end, reveal = plus(launch, 12), plus(launch, 13)
    signed_meta = spread("meta", euros(18_000), launch, end)
    meta = spread("meta", euros(24_000), launch, end, "Relevé de 6 000 € pour doubler la liste d’attente")
    lines = merged(
        meta,
        spread("radio", euros(12_500), launch, end, "Vagues de 12 jours, 6 h – 9 h"),
        spread("influence", euros(11_000), launch, plus(launch, 26), "Cinq créatrices, droits de six mois"),
        spread("affichage", euros(16_000), reveal, plus(reveal, 13), "310 faces, 12 villes"),
        spread("email", euros(2_500), launch, end),
        [
            LineData("production", clock.ago(6).replace(day=1), euros(14_200), "Tournage, photos, droits"),
            LineData(
                "production",
                teaser_end.replace(day=1),
                euros(5_800),
                "Impression de la PLV, mixage, échantillons",
            ),
        ],
    )
    changes = tuple(
        LineChange(
            "meta",
            new.month,
            old.planned,
            new.planned,
            clock.ago(1),
            "claire",
            "Doubler la liste d’attente avant la révélation : les tests donnent un lead à 31 €.",
        )
        for old, new in zip(signed_meta, meta, strict=True)
    )
    shoot = [line for line in lines if line.channel == "production"][:1]
    ordered = [
        *entries(
            shoot,
            "committed",
            "production",
            euros(14_200),
            clock.ago(15),
            "Tournage et photos",
            "Studio Rivage",
            "BC-2214",
        )
    ]
    booked = [
        ("radio", 12_500, 12, "Réservation des espaces, deux vagues", "Régie Onde Claire", "BC-2219"),
        ("affichage", 8_000, 11, "Réseau 12 villes, acompte de moitié", "Urbavision", "BC-2221"),
        ("influence", 6_500, 7, "Contrats signés, trois créatrices sur cinq", "Agence Halo", "BC-2230"),
    ]
    for channel, amount, days, label, supplier, number in booked:
        ordered += entries(
            lines, "committed", channel, euros(amount), clock.ago(days), label, supplier, number
        )
    paid = entries(
        shoot,
        "actual",
        "production",
        euros(7_100),
        clock.ago(5),
        "Facture d’acompte du tournage",
        "Studio Rivage",
        "F-88041",
    )
    return BudgetData(
        total=euros(86_000),
        note="Hors taxes, honoraires de l’Agence Halo compris dans chaque ligne. Réserve de la direction : "
        "4 000 €, non répartie ici.",
        lines=lines,
        entries=(*ordered, *paid),
        changes=changes,
    )


def signoffs(clock: Clock, prepares_on: date) -> tuple[SignOffData, ...]:
    def on(days: int) -> date:
        return workday(prepares_on, days)

    return (
        SignOffData(
            "brief",
            "claire",
            on(-4),
            on(-1),
            "Troisième version : l’objectif de leads est ramené à la durée du teaser et la contrainte de "
            "stock est écrite.",
            (
                SignatureData(
                    "ines",
                    "approved",
                    on(-2),
                    "C’est le bon angle. Gardons « même courte », c’est ce qui nous distingue.",
                ),
                SignatureData("elodie", "approved", on(-1), "Allégations conformes au dossier LUM-114."),
            ),
        ),
        SignOffData(
            "plan",
            "claire",
            on(6),
            on(9),
            "Trois vagues, révélation un lundi. Merci de regarder surtout les dates de PLV et de stock.",
            (
                SignatureData("ines", "approved", on(6)),
                SignatureData(
                    "benedicte", "approved", on(7), "D’accord si la pose se fait avant 10 h, hors samedi."
                ),
                SignatureData(
                    "karim", "approved", on(7), "Prévoir trois jours ouvrés pleins pour les allégations."
                ),
            ),
        ),
        SignOffData(
            "budget",
            "claire",
            on(8),
            on(11),
            "80 000 € répartis sur cinq canaux et la production. La radio et l’affichage sont à réserver "
            "cette semaine.",
            (
                SignatureData("helene", "approved", on(9)),
                SignatureData(
                    "paul",
                    "approved",
                    on(10),
                    "Accord pour 80 000 €, à condition d’être prévenu de tout dépassement.",
                ),
            ),
            voided_on=clock.ago(1),
        ),
        SignOffData(
            "assets",
            "claire",
            clock.ago(0),
            workday(clock.ago(0), 3),
            "Les premières pièces de la révélation, pendant que l’équipe les relit : dites dès maintenant ce "
            "que les allégations ne permettent pas.",
            (SignatureData("karim"), SignatureData("elodie")),
            wave="revelation",
        ),
    )
