#!/usr/bin/env python3
"""Makes Courvelle_2026.pb and tiny.pb beside this script.

Both elections are invented: the town, its projects and its ballots. The script draws from a
generator with a fixed seed and computes with nothing but random(), additions and products, so
that every Python 3 on every machine writes the same bytes.

    python3 make_demo.py

Every resident lives in one of four districts and cares about two themes. How much a project
pleases a resident is the sum of its own appeal, a bonus where it is in the resident's district,
a bonus for each theme they share, and chance. A resident takes projects from the most pleasing
down, as long as the budget lasts, and stops after as many as they have patience for.
"""

import random
from pathlib import Path
from typing import NamedTuple

SEED = 2027
VOTERS = 1500
BUDGET = 300_000

CENTRE, PORT, COTEAUX, GARE = DISTRICTS = ("Centre", "Port", "Coteaux", "Gare")
DISTRICT_SHARES = (0.32, 0.20, 0.27, 0.21)
THEMES = ("enfance", "nature", "sport", "culture", "mobilité", "solidarité", "tranquillité")
THEME_SHARES = (0.21, 0.20, 0.15, 0.13, 0.12, 0.09, 0.10)
# How likely a resident is to stop after 1, 2, 3, ... projects.
PATIENCE_SHARES = (0.07, 0.11, 0.16, 0.17, 0.15, 0.12, 0.08, 0.06, 0.04, 0.02, 0.01, 0.01)

DISTRICT_BONUS = 1.3
THEME_BONUS = 1.1
CHANCE = 1.2


class Project(NamedTuple):
    id: int
    cost: int
    name: str
    category: str
    beneficiaries: str
    district: str  # "" for the whole town
    themes: tuple[str, ...]
    appeal: float


PROJECTS = (
    Project(1, 62_000, "Des arbres et de l'ombre dans la cour de l'école Louise-Michel",
            "nature en ville,éducation", "enfants", CENTRE, ("enfance", "nature"), 1.0),
    Project(2, 8_400, "Vingt arceaux à vélos devant les commerces et les écoles",
            "mobilité", "tous", "", ("mobilité",), 1.0),
    Project(3, 85_000, "Rénovation de la salle de lecture de la médiathèque",
            "culture", "tous", CENTRE, ("culture", "enfance"), 0.3),
    Project(4, 48_500, "Terrain multisport éclairé au stade des Coteaux",
            "sport", "jeunes,adultes", COTEAUX, ("sport",), 0.4),
    Project(5, 24_000, "Rampes et mains courantes aux entrées des bâtiments municipaux",
            "accessibilité", "personnes handicapées,seniors", "", ("solidarité",), 1.2),
    Project(6, 36_000, "Aire de jeux inclusive au square des Tanneurs",
            "espace public", "enfants,personnes handicapées", PORT, ("enfance", "solidarité"), 0.8),
    Project(7, 90_000, "Passerelle piétonne entre le quai du Port et l'île aux Saules",
            "mobilité,espace public", "tous", PORT, ("mobilité", "nature"), 0.5),
    Project(8, 5_200, "Nichoirs et hôtels à insectes dans les parcs",
            "nature en ville", "tous", "", ("nature", "enfance"), 0.2),
    Project(9, 18_500, "Jardin partagé de la rue des Lavandières",
            "nature en ville,solidarité", "familles,seniors", GARE, ("nature", "solidarité"), 0.3),
    Project(10, 13_000, "Fontaines à boire au marché, à la gare et au stade",
            "espace public", "tous", "", ("nature", "sport"), 0.7),
    Project(11, 41_000, "Piste cyclable de la gare au collège",
            "mobilité", "jeunes,adultes", GARE, ("mobilité", "enfance"), 0.7),
    Project(12, 3_600, "Boîtes à livres dans chaque quartier",
            "culture", "tous", "", ("culture",), 0.5),
    Project(13, 27_500, "Scène couverte et gradins au théâtre de verdure",
            "culture", "tous", COTEAUX, ("culture",), -0.3),
    Project(14, 16_000, "Éclairage économe du chemin de halage, éteint à minuit",
            "environnement,espace public", "tous", PORT, ("nature", "tranquillité"), 0.1),
    Project(15, 9_800, "Parcours de santé au bord de la Lisandre",
            "sport", "adultes,seniors", PORT, ("sport", "nature"), 0.2),
    Project(16, 54_000, "Ralentisseurs et trottoirs plus larges avenue de la Gare",
            "mobilité,espace public", "tous", GARE, ("tranquillité", "mobilité"), 0.4),
    Project(17, 22_000, "Minibus à la demande pour les aînés, le mardi et le vendredi",
            "solidarité,mobilité", "seniors", "", ("solidarité",), 0.4),
    Project(18, 1_500, "Gilets et gourdes pour le pédibus des écoles",
            "éducation,mobilité", "enfants", "", ("enfance", "mobilité"), -0.2),
    Project(19, 31_000, "Piste de skate et de trottinette derrière le gymnase",
            "sport", "jeunes", COTEAUX, ("sport", "enfance"), -0.2),
    Project(20, 11_500, "Composteurs collectifs et formation de maîtres-composteurs",
            "environnement", "adultes", "", ("nature",), -0.1),
    Project(21, 76_000, "Toit solaire sur le gymnase Marie-Marvingt",
            "environnement", "tous", COTEAUX, ("nature", "sport"), 0.2),
    Project(22, 6_900, "Bancs à dossier et à accoudoirs tous les deux cents mètres au centre",
            "espace public,accessibilité", "seniors", CENTRE, ("solidarité", "tranquillité"), 0.4),
    Project(23, 44_000, "Mur d'eau et brumisateurs place de l'Hôtel-de-Ville",
            "espace public", "tous", CENTRE, ("tranquillité",), -0.6),
    Project(24, 14_200, "Studio d'enregistrement ouvert à la maison des jeunes",
            "culture", "jeunes", GARE, ("culture",), -0.5),
)

TINY_PROJECTS = (
    Project("pont", 500, "Réparer le petit pont", "mobilité", "tous", "", (), 0),
    Project("bancs", 120, "Cinq bancs", "espace public", "seniors", "", (), 0),
    Project("arbres", 300, "Planter des arbres", "nature en ville", "tous", "", (), 0),
    Project("jeux", 450, "Une aire de jeux", "espace public", "enfants", "", (), 0),
    Project("livres", 80, "Une boîte à livres", "culture", "tous", "", (), 0),
)
TINY_BUDGET = 1_000
TINY_BALLOTS = (
    "arbres,bancs,livres", "arbres,pont", "pont,jeux", "jeux", "jeux,arbres,livres", "pont,arbres",
    "pont,livres,bancs", "jeux,bancs,arbres", "arbres,jeux", "pont,arbres,bancs", "jeux,pont",
    "arbres,pont,livres,bancs",
)


def draw(rng, items, shares):
    """One of the items, each as likely as its share."""
    left = rng.random() * sum(shares)
    for item, share in zip(items, shares):
        left -= share
        if left < 0:
            return item
    return items[-1]


def chance(rng):
    """A number around 0, seldom beyond 3: the sum of twelve draws, nearly normal."""
    return sum(rng.random() for _ in range(12)) - 6


def ballot(rng):
    """The projects of one resident, the most pleasing first, never above the budget."""
    district = draw(rng, DISTRICTS, DISTRICT_SHARES)
    themes = {draw(rng, THEMES, THEME_SHARES), draw(rng, THEMES, THEME_SHARES)}
    patience = draw(rng, range(1, len(PATIENCE_SHARES) + 1), PATIENCE_SHARES)

    def pleasure(project):
        return (project.appeal + DISTRICT_BONUS * (project.district == district)
                + THEME_BONUS * len(themes.intersection(project.themes)) + CHANCE * chance(rng))

    chosen, left = [], BUDGET
    for _, project in sorted(((pleasure(p), p) for p in PROJECTS), key=lambda pair: -pair[0]):
        if project.cost <= left and len(chosen) < patience:
            chosen.append(str(project.id))
            left -= project.cost
    return ",".join(chosen)


def greedy(projects, votes, budget):
    """The ids that win: by votes, ties in file order, each one that still fits."""
    winners = set()
    for project in sorted(projects, key=lambda p: -votes[str(p.id)]):
        if project.cost <= budget:
            winners.add(project.id)
            budget -= project.cost
    return winners


def write(path, title, unit, projects, ballots, budget, first_voter):
    """Writes an election, after checking that no tie decides it and no ballot breaks a limit."""
    costs = {str(p.id): p.cost for p in projects}
    assert all(sum(costs[p] for p in b.split(",")) <= budget for b in ballots)
    votes = {str(p.id): sum(str(p.id) in b.split(",") for b in ballots) for p in projects}
    assert len(set(votes.values())) == len(votes), "two projects have the same number of votes"
    winners = greedy(projects, votes, budget)

    meta = {
        "description": title, "country": "France", "unit": unit, "instance": 2026,
        "num_projects": len(projects), "num_votes": len(ballots), "budget": budget,
        "vote_type": "approval", "rule": "greedy",
        "date_begin": "05.10.2026", "date_end": "25.10.2026",
        "min_length": 1, "max_sum_cost": budget, "language": "fr", "currency": "EUR",
        "comment": "#1: Invented for demonstrations and tests, CC0 1.0.",
    }
    rows = [("META",), ("key", "value"), *meta.items(), ("PROJECTS",)]
    rows += [("project_id", "cost", "votes", "name", "category", "beneficiaries", "selected")]
    rows += [(p.id, p.cost, votes[str(p.id)], p.name, p.category, p.beneficiaries,
              int(p.id in winners)) for p in projects]
    rows += [("VOTES",), ("voter_id", "vote"), *enumerate(ballots, first_voter)]
    path.write_bytes("".join(line(row) for row in rows).encode())


def line(row):
    """A row of the file. Nothing in it may need quotes."""
    fields = [str(field) for field in row]
    assert not any(character in field for field in fields for character in ';"\r\n')
    return ";".join(fields) + "\n"


def main():
    folder = Path(__file__).resolve().parent
    rng = random.Random(SEED)
    ballots = [ballot(rng) for _ in range(VOTERS)]
    write(folder / "Courvelle_2026.pb", "Budget participatif de Courvelle-sur-Lisandre",
          "Courvelle-sur-Lisandre", PROJECTS, ballots, BUDGET, 1001)
    write(folder / "tiny.pb", "Une élection minuscule", "Petit-Courvelle",
          TINY_PROJECTS, TINY_BALLOTS, TINY_BUDGET, 1)


if __name__ == "__main__":
    main()
