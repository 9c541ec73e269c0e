"""Maison Lumen: a French skincare house, its people, its partner agency, the people who sign."""

from __future__ import annotations

from campaigns.demo.shapes import AudienceData, Company, LevelData, Person, StakeholderData

_HOUSE = "maison-lumen.example"
_AGENCY = "agence-halo.example"

#: Who does the work of a team unless a campaign says otherwise.
TEAM_LEADS = {
    "marketing": "claire",
    "creation": "awa",
    "media": "julien",
    "social": "lea",
    "crm": "thomas",
    "web": "thomas",
    "data": "hugo",
    "retail": "sarah",
    "rp": "lea",
    "evenement": "sarah",
    "juridique": "claire",
    "agence": "camille",
}

COMPANY = Company(
    name="Maison Lumen",
    slug="maison-lumen",
    brands=("Maison Lumen", "Lumen Botanique"),
    people=(
        Person(
            "ines", "Inès Moreau", f"ines.moreau@{_HOUSE}", "Directrice marketing", "admin", ("marketing",)
        ),
        Person(
            "claire",
            "Claire Vasseur",
            f"claire.vasseur@{_HOUSE}",
            "Responsable de campagne",
            "manager",
            ("marketing",),
        ),
        Person(
            "thomas",
            "Thomas Renaud",
            f"thomas.renaud@{_HOUSE}",
            "Responsable CRM et e-commerce",
            "manager",
            ("crm", "web"),
        ),
        Person(
            "awa",
            "Awa Diallo",
            f"awa.diallo@{_HOUSE}",
            "Directrice de création",
            "contributor",
            ("creation",),
        ),
        Person(
            "julien",
            "Julien Marchetti",
            f"julien.marchetti@{_HOUSE}",
            "Responsable média",
            "contributor",
            ("media",),
        ),
        Person(
            "lea",
            "Léa Nguyen",
            f"lea.nguyen@{_HOUSE}",
            "Responsable social, influence et presse",
            "contributor",
            ("social", "rp"),
        ),
        Person("hugo", "Hugo Fabre", f"hugo.fabre@{_HOUSE}", "Analyste marketing", "contributor", ("data",)),
        Person(
            "sarah",
            "Sarah Cohen",
            f"sarah.cohen@{_HOUSE}",
            "Cheffe de projet boutiques et événements",
            "contributor",
            ("retail", "evenement"),
        ),
        Person("nadia", "Nadia Benali", f"nadia.benali@{_HOUSE}", "Contrôleuse de gestion", "viewer"),
        Person(
            "camille",
            "Camille Roche",
            f"camille.roche@{_AGENCY}",
            "Directrice de clientèle, Agence Halo",
            "contributor",
            ("agence",),
            team_only=True,
        ),
    ),
    stakeholders=(
        StakeholderData(
            "helene", "Hélène Aubry", f"helene.aubry@{_HOUSE}", "Directrice générale", "direction"
        ),
        StakeholderData(
            "paul",
            "Paul Tessier",
            f"paul.tessier@{_HOUSE}",
            "Directeur administratif et financier",
            "finance",
            stand_in="sophie",
        ),
        StakeholderData(
            "sophie",
            "Sophie Garnier",
            f"sophie.garnier@{_HOUSE}",
            "Responsable du contrôle financier",
            "finance",
        ),
        StakeholderData(
            "karim",
            "Karim Haddad",
            f"karim.haddad@{_HOUSE}",
            "Responsable juridique et réglementaire",
            "juridique",
        ),
        StakeholderData(
            "benedicte",
            "Bénédicte Lacroix",
            f"benedicte.lacroix@{_HOUSE}",
            "Directrice du réseau de boutiques",
            "reseau",
        ),
        StakeholderData(
            "elodie", "Élodie Perrin", f"elodie.perrin@{_HOUSE}", "Directrice scientifique", "scientifique"
        ),
    ),
    audiences=(
        AudienceData(
            "actives",
            "Femmes actives 30–45 ans, grandes villes",
            "Peau qui paraît fatiguée le matin, dix minutes pour se préparer. Achètent un soin après deux "
            "semaines de comparaison, entre avis en ligne et conseil en boutique. Panier moyen : 62 €.",
        ),
        AudienceData(
            "cercle",
            "Clientes du Cercle Lumen",
            "148 000 membres du programme de fidélité, 2,8 achats par an. Ouvrent un e-mail sur trois et "
            "attendent d’être prévenues avant les autres.",
        ),
        AudienceData(
            "premiers-soins",
            "Premiers soins, 22–29 ans",
            "Cherchent une routine courte et lisible, se méfient des promesses. Découvrent sur les réseaux, "
            "vérifient la composition, comparent le prix au millilitre.",
        ),
        AudienceData(
            "cadeaux",
            "Acheteurs de cadeaux",
            "Hommes et femmes de 25 à 55 ans qui achètent pour quelqu’un d’autre. Décident vite, veulent une "
            "belle boîte, un prix rond et une livraison sûre.",
        ),
        AudienceData(
            "femmes-25-54",
            "Femmes 25–54 ans, France entière",
            "Cible de marque : 13,1 millions de personnes. Connaissent la maison de nom une fois sur trois, "
            "l’envisagent une fois sur neuf.",
        ),
        AudienceData(
            "professionnels",
            "Pharmaciens et conseillères dermo-cosmétiques",
            "Prescrivent au comptoir ce qu’ils ont compris et essayé. Disponibles tôt le matin, avant "
            "l’ouverture de l’officine.",
        ),
        AudienceData(
            "presse",
            "Journalistes beauté et santé",
            "Une soixantaine de titres et de comptes suivis. Veulent des chiffres sourcés, une experte à "
            "interroger et des visuels libres de droits.",
        ),
    ),
    team_names={"agence": "Agence Halo", "creation": "Studio de création"},
    levels=(
        LevelData(0, owner=True),
        LevelData(10_000, ("helene",)),
        LevelData(100_000, ("helene", "paul")),
    ),
    legal_signers={"cosmetics": "karim", "health": "karim"},
    tolerance=10,
)
