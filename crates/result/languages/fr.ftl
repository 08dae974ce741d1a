# Ce qui est dit d’un résultat, en français.
#
# Les espaces insécables sont de vrais caractères : U+00A0 devant « : » et dans les guillemets, U+202F
# devant « ; », « ! », « ? », « % » et entre les tranches de trois chiffres. Un test y veille.

## Nombres, argent et dates

number-group = {"\u202F"}
number-decimal = ,
number-group-from = 4
money = { $amount }{"\u00A0"}{ $currency }
date = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
moment = { $date } à { $time } { $zone }
votes = { NUMBER($count) }{"\u00A0"}voix
points = { $count ->
    [one] { NUMBER($count) }{"\u00A0"}point
   *[other] { NUMBER($count) }{"\u00A0"}points
}

## La page

language-name = Français
language-choice = Langue
page-title = { $title } : résultat
page-kind = Résultat du vote
period = Vote du { $opens } au { $closes }
districts-heading = { $count ->
    [one] { NUMBER($count) } budget
   *[other] { NUMBER($count) } budgets
}
district-line = { $name } : { $funded ->
    [0] aucun projet financé
    [one] { NUMBER($funded) } projet financé, pour { $spent }
   *[other] { NUMBER($funded) } projets financés, pour { $spent }
}
district-line-below-floor = { $name } : non dépouillé

## Un district

reference = réf.{"\u00A0"}{ $id }
summary = { NUMBER($funded) } { $funded ->
    [one] projet est financé
   *[other] projets sont financés
} sur { NUMBER($projects) }.
ballots = { $ballots ->
    [one] { NUMBER($ballots) } bulletin compte.
   *[other] { NUMBER($ballots) } bulletins comptent.
}
ballots-apart = { $electronic ->
    [one] { NUMBER($electronic) } est électronique
   *[other] { NUMBER($electronic) } sont électroniques
} et { $paper ->
    [0] aucun n’est
    [one] { NUMBER($paper) } est
   *[other] { NUMBER($paper) } sont
} sur papier.
ballots-recorded = Le registre contient { $recorded ->
    [one] { NUMBER($recorded) } bulletin électronique
   *[other] { NUMBER($recorded) } bulletins électroniques
} ; pour chaque personne, seul le dernier compte.
credentials = { $credentials ->
    [one] { NUMBER($credentials) } droit de vote a été délivré
   *[other] { NUMBER($credentials) } droits de vote ont été délivrés
}, y compris ceux qui ont été remplacés.
below-floor = Trop peu de bulletins pour déchiffrer sans trahir des votes : { $ballots ->
    [one] { NUMBER($ballots) } bulletin électronique compte
   *[other] { NUMBER($ballots) } bulletins électroniques comptent
}, et il en faut { NUMBER($floor) }. Ils restent chiffrés, et aucun projet n’est choisi ici.

winners-heading = Projets financés
winners-none = Aucun projet n’est financé.
winner = { $score }, coûte { $cost }
winner-in-part = { $score }, coûte { $cost }, reçoit { $amount }

money-heading = L’argent
money-title = Ce que devient le budget de { $district }
money-desc = Sur { $budget }, { $spent } sont dépensés et { $left } restent.
money-desc-added = { $spent } sont dépensés : tout le budget de { $budget }, et { $added } que la ville ajoute.
money-budget = Budget
money-spent = Dépensé
money-left = Restant
money-added = Ajouté par la ville

votes-heading = Les voix de chaque projet
points-heading = Les points de chaque projet
chart-desc = { $projects ->
    [one] Une barre.
   *[other] { NUMBER($projects) } barres, les plus longues d’abord.
} Les mêmes chiffres sont dans le tableau qui suit.
legend-funded = financé
legend-not-funded = non financé
legend-paper = sur papier
withdrawn = retiré
table-open = Les mêmes chiffres en tableau
table-caption = Tous les projets de { $district }, les meilleurs scores d’abord
column-project = Projet
column-electronic = Électronique
column-paper = Sur papier
column-votes = Voix
column-points = Points
column-cost = Coût
column-outcome = Décision
column-amount = Montant
outcome-funded = financé
outcome-not-funded = non financé

## Comment les gagnants ont été choisis

rounds-heading = Comment les gagnants ont été choisis
rounds-open = { $rounds ->
    [one] L’unique tour
   *[other] Les { NUMBER($rounds) } tours
}
rule-name = Règle : { $rule }
rule-greedy = Les projets sont examinés du meilleur score au moins bon. Chacun est financé si ce qui reste du budget le permet. Sinon il est passé, et le suivant est examiné.
rule-greedy-no-skip = Les projets sont examinés du meilleur score au moins bon, et financés tant que le budget le permet. Le premier qui coûte plus que ce qui reste met fin au choix, même si de moins chers le suivent.
rule-greedy-custom = Les projets sont examinés du meilleur score au moins bon, et financés tant que le budget le permet. Le premier qui coûte plus que ce qui reste est tout de même financé si ce qui reste couvre au moins 80 % de son coût ; la ville ajoute la différence. Le choix prend fin là dans tous les cas.
rule-greedy-exclusive = Les projets sont examinés du meilleur score au moins bon. Chacun est financé si ce qui reste du budget le permet et si aucun projet déjà financé ne l’exclut. Sinon il est passé, et le suivant est examiné.
rule-optimal = De tous les ensembles de projets que le budget permet, celui dont le score total est le plus élevé est financé. S’il y en a plusieurs, c’est le moins cher ; s’il en reste plusieurs, l’ordre fixé pour les scores égaux décide.
rule-per-unit = Les voix décident de chaque unité d’argent. Une voix pour un projet soutient chaque unité de son coût ; si un projet peut être réalisé pour plusieurs montants, une voix pour un montant soutient toutes les unités jusqu’à ce montant. Les unités les plus soutenues sont financées d’abord, jusqu’à épuisement du budget. Le dernier projet peut ne recevoir qu’une partie de son coût.
threshold = Il faut au moins { $score } à un projet.
threshold-unit = Il faut au moins { $score } à une unité.
ties-listed = De projets à égalité de score, celui qui vient d’abord dans un ordre fixé avant le vote est examiné le premier.
ties-lot = De projets à égalité de score, celui qui vient d’abord dans un ordre tiré au sort est examiné le premier. Personne ne pouvait connaître ce tirage avant le dépouillement. Il a été fait à partir de cette graine :
ties-redraw = Pour refaire le tirage : numérotez les projets à partir de 0 dans l’ordre de la définition. Pour chacun, calculez SHA3-256 du texte « { $label } », des 32 octets de la graine et du numéro sur deux octets, le plus fort d’abord. La plus petite empreinte vient en premier.
ties-equal = { $projects ->
    [0] Aucun projet n’est à égalité avec un autre.
   *[other] { NUMBER($projects) } projets ont le même score qu’un autre.
}
ties-open = L’ordre complet

round-funded = { $score }. Il coûte { $cost } et il restait { $left } : financé. Il reste { $after }.
round-exception = { $score }. Il coûte { $cost } et il restait { $left }, soit au moins 80 % de son coût : financé par exception. La ville ajoute { $added }. Le choix s’arrête ici.
round-best-set = { $score }. Il coûte { $cost } et il restait { $left }. Il fait partie de l’ensemble au score total le plus élevé : financé. Il reste { $after }.
round-does-not-fit = { $score }. Il coûte { $cost } et il ne restait que { $left } : non financé.
round-ends = { $score }. Il coûte { $cost } et il ne restait que { $left } : non financé. Le choix s’arrête ici.
round-after-the-end = { $score }. Il coûte { $cost }. Le choix s’était arrêté avant lui : non financé.
round-excluded = { $score }. Il coûte { $cost } et il restait { $left }. { $by } l’exclut et est financé : non financé.
round-not-in-best-set = { $score }. Il coûte { $cost }. Il ne fait pas partie de l’ensemble au score total le plus élevé : non financé.
round-below-threshold = { $score }, et il faut au moins { $threshold } : non financé. Il coûte { $cost }.
round-withdrawn = { $score }. Il a été retiré pendant le vote et ne peut pas être financé. Il aurait coûté { $cost }.
round-unit-funded = { $score } pour { $cost }. Il restait { $left } : financé. Il reste { $after }.
round-unit-in-part = { $score } pour { $cost }. Il ne restait que { $left } : tout lui revient, et le budget est épuisé.
round-unit-nothing-left = { $score } pour { $cost }. Il ne restait rien : non financé.
round-unit-below-threshold = { $score } pour { $cost }, et il faut au moins { $threshold } : non financé.

## Vérifiez vous-même

verify-heading = Vérifiez vous-même
verify-why = Cette page est tirée du registre public de l’élection et ne prouve rien par elle-même. Le registre, si. Tout le monde peut le vérifier avec isoloir-verify, un programme écrit à part de celui qui a tenu le vote :
verify-archive = À la place d’ARCHIVE, indiquez où est le registre : un dossier ou un fichier tar qui en contient une copie, ou l’adresse de son serveur.
verify-what = Il vérifie que chaque bulletin qui compte a été déposé avec un droit de vote inscrit sur la liste et respecte les limites, que les chiffres ci-dessus sont la somme d’exactement ces bulletins, et que la règle donne ces gagnants.
verify-compare = Ces deux identifiants disent de quelle élection il s’agit. Comparez-les avec ceux que la ville et les dépositaires des clés ont publiés ailleurs.
election-id = Identifiant de l’élection
fingerprint = Empreinte du vote ouvert
secrecy = { $trustees ->
    [one] L’unique dépositaire de la clé peut déchiffrer, et n’a déchiffré pour ce résultat que les totaux.
   *[other] Il faut { NUMBER($threshold) } des { NUMBER($trustees) } dépositaires des clés pour déchiffrer quoi que ce soit. Pour ce résultat, ils n’ont déchiffré que les totaux.
}
made-by = Fait par { $program } à partir de { $entries ->
    [one] { NUMBER($entries) } entrée
   *[other] { NUMBER($entries) } entrées
} du registre public.
