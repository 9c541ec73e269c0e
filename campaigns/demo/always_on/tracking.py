"""Diagnostic de peau: how its channels behave, and the bilan of its first quarter."""

from __future__ import annotations

from datetime import date

from campaigns.demo.always_on.brief import QUARTER
from campaigns.demo.clock import plus, workday
from campaigns.demo.shapes import BilanData, DailyProfile, LearningData, Rate, Shock

# People look after their skin on Sunday evening and on Monday.
_WEEK = (1.12, 1.05, 1.0, 0.98, 0.88, 0.86, 1.11)


def profiles(launch: date, today: date) -> tuple[DailyProfile, ...]:
    worn, second, cruising = plus(launch, 84), plus(launch, QUARTER), plus(launch, 21)
    learning = plus(launch, 20)
    return (
        DailyProfile(
            "google_ads",
            "impressions",
            4_050,
            launch,
            today,
            (
                Rate("clicks", "impressions", 0.0508, 0.05),
                Rate("cost", "clicks", 0.94, 0.04),
                Rate("sessions", "clicks", 0.91, 0.02),
                Rate("leads", "sessions", 0.0655, 0.09),
                Rate("conversions", "leads", 0.152, 0.2),
                Rate("conversion_value", "conversions", 57.6, 0.06),
                Rate("new_customers", "conversions", 0.84, 0.05),
            ),
            weekly=_WEEK,
            shocks=(
                Shock(launch, learning, "impressions", 0.72, "Budget réduit pendant l’apprentissage"),
                Shock(launch, learning, "leads", 0.8, "Apprentissage"),
                Shock(second, today, "impressions", 1.07, "2 000 € venus de Meta"),
            ),
        ),
        DailyProfile(
            "meta",
            "impressions",
            21_200,
            launch,
            today,
            (
                Rate("clicks", "impressions", 0.0129, 0.05, trend=-0.012),
                Rate("cost", "impressions", 0.0068, 0.03),
                Rate("sessions", "clicks", 0.81, 0.03),
                Rate("leads", "sessions", 0.0342, 0.1),
                Rate("conversions", "leads", 0.122, 0.2),
                Rate("conversion_value", "conversions", 52.3, 0.06),
                Rate("new_customers", "conversions", 0.9, 0.05),
            ),
            weekly=_WEEK,
            shocks=(
                Shock(launch, learning, "impressions", 0.75, "Budget réduit pendant l’apprentissage"),
                Shock(second, today, "impressions", 0.84, "2 000 € partis vers la recherche"),
                Shock(worn, today, "clicks", 0.78, "Les trois visuels tournent depuis douze semaines"),
            ),
        ),
        DailyProfile(
            "display",
            "impressions",
            11_800,
            cruising,
            today,
            (
                Rate("clicks", "impressions", 0.0018, 0.1),
                Rate("cost", "impressions", 0.0024, 0.04),
                Rate("sessions", "clicks", 0.74, 0.04),
                Rate("leads", "sessions", 0.031, 0.25),
            ),
            weekly=_WEEK,
        ),
        DailyProfile(
            "email",
            "delivered",
            640,
            cruising,
            today,
            (
                Rate("opens", "delivered", 0.418, 0.04),
                Rate("clicks", "opens", 0.094, 0.08),
                Rate("sessions", "clicks", 0.92, 0.02),
                Rate("conversions", "sessions", 0.043, 0.2),
                Rate("conversion_value", "conversions", 61.8, 0.06),
            ),
            trend=0.01,
        ),
        DailyProfile(
            "seo_blog",
            "sessions",
            52,
            launch,
            today,
            (Rate("leads", "sessions", 0.0465, 0.15),),
            weekly=_WEEK,
            trend=0.035,
        ),
    )


def bilan(launch: date) -> BilanData:
    end = plus(launch, QUARTER - 1)
    return BilanData(
        number=1,
        period_start=launch,
        period_end=end,
        summary=(
            "Objectif tenu : le lead a coûté moins de 18 € sur le trimestre, contre 23,40 € auparavant, et "
            "le flux n’a jamais dépassé ce que les conseillères peuvent rappeler. La recherche fait la "
            "moitié du volume et reste rentable à la marge. Le blog, lent les six premières semaines, "
            "apporte maintenant un lead sur sept sans achat d’espace."
        ),
        successes=(
            "Le message « parfois aucun » a battu « sept questions » de 22 % sur Meta et de 9 % en "
            "recherche.\n"
            "Rappel sous un jour ouvré dans 94 % des cas : les conseillères ont travaillé à flux égal.\n"
            "Une réponse sur six conseille de ne rien acheter, et ces personnes s’inscrivent quand même à la "
            "lettre."
        ),
        difficulties=(
            "Les visuels Meta n’ont pas été renouvelés à temps : le taux de clic baissait déjà de 10 % en "
            "fin de trimestre.\n"
            "Le reciblage display apporte des leads trop chers et peu qualifiés ; il est maintenu à petit "
            "budget pour un test de page.\n"
            "Deux semaines de chiffres incomplets : le formulaire du blog n’était pas marqué."
        ),
        learnings=(
            LearningData(
                "keep",
                "Dire qu’on peut ne rien acheter fait laisser son adresse.",
                "Taux de leads 4,0 % contre 3,3 % pour le message produit, 19 000 clics comparés.",
                "meta",
            ),
            LearningData(
                "keep",
                "Plafonner les leads à ce que l’on sait rappeler protège la conversion.",
                "15,2 % de commandes après un rappel sous un jour, 7,1 % après trois jours.",
            ),
            LearningData(
                "change",
                "Prévoir trois jeux de visuels Meta par trimestre, pas un.",
                "Taux de clic −10 % entre la semaine 4 et la semaine 12 avec les mêmes créations.",
                "meta",
            ),
            LearningData(
                "avoid",
                "Ne pas ouvrir le display pour recruter : il ne fait que recibler.",
                "Un lead sur cinquante pour 7 % de la dépense.",
                "display",
            ),
        ),
        published_on=workday(end, 5),
        published_by="thomas",
    )
