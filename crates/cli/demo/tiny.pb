META
key;value
description;Une élection minuscule
country;France
unit;Petit-Courvelle
instance;2026
num_projects;5
num_votes;12
budget;1000
vote_type;approval
rule;greedy
date_begin;05.10.2026
date_end;25.10.2026
min_length;1
max_sum_cost;1000
language;fr
currency;EUR
comment;#1: Invented for demonstrations and tests, CC0 1.0.
PROJECTS
project_id;cost;votes;name;category;beneficiaries;selected
pont;500;7;Réparer le petit pont;mobilité;tous;1
bancs;120;5;Cinq bancs;espace public;seniors;1
arbres;300;8;Planter des arbres;nature en ville;tous;1
jeux;450;6;Une aire de jeux;espace public;enfants;0
livres;80;4;Une boîte à livres;culture;tous;1
VOTES
voter_id;vote
1;arbres,bancs,livres
2;arbres,pont
3;pont,jeux
4;jeux
5;jeux,arbres,livres
6;pont,arbres
7;pont,livres,bancs
8;jeux,bancs,arbres
9;arbres,jeux
10;pont,arbres,bancs
11;jeux,pont
12;arbres,pont,livres,bancs
