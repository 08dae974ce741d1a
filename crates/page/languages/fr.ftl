# La page de vote en français : ce qui est dans ses documents. Ce que disent ses scripts est dans scripts/fr.ftl.
#
# Les espaces insécables sont de vrais caractères : U+00A0 devant « : », U+202F devant « ; », « ! », « ? ».

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

## Autour de chaque document

language-name = Français
language-direction = ltr
language-choice = Langue
skip = Aller au contenu
page-kind = Budget participatif
title-vote = { $title } : vote
title-budget = { $name }, { $title }
footer-nobody = Personne ne voit vos choix : ils sont chiffrés sur votre appareil, et seules des sommes sont déchiffrées.
footer-fingerprint = Empreinte de ce vote
footer-id = Identité de cette élection

## Quand on vote

vote-coming = Le vote ouvre le { $moment }.
vote-open = Vous pouvez voter jusqu’au { $moment }, et changer votre vote autant de fois que vous voulez d’ici là.
vote-closed = Le vote est clos. Le résultat viendra quand les dépositaires auront compté.
vote-decided = Le vote est clos, et le résultat est publié.
result-link = Voir le résultat

## Les budgets

intro-heading = Comment faire
intro-choose = Regardez les projets et choisissez ceux que vous voulez. Pour cela, personne ne vous demande qui vous êtes.
intro-code = Pour voter, ayez sous la main le code de vote de votre lettre. Si vous avez reçu plusieurs lettres, il faut le code de chacune.
intro-check = Votre appareil scelle votre bulletin et vous donne un code de suivi. Avec le reçu, tout le monde peut vérifier que votre bulletin est compté.
no-script = Pour voter ici, votre navigateur doit exécuter les scripts de cette page. Il ne le fait pas, ou il est trop ancien. Vous pouvez tout lire ; pour voter, prenez un autre navigateur ou venez à la mairie.
no-module = On ne peut pas voter sur cette page : le programme qui la sert a été construit sans le module qui scelle les bulletins. Vous pouvez tout lire ; pour voter, prenez le programme isoloir ou venez à la mairie.
budgets-heading = { $count ->
    [one] Un budget sur lequel voter
   *[other] { NUMBER($count) } budgets sur lesquels voter
}
budget-line = { $projects ->
    [one] { NUMBER($projects) } projet, un budget de { $budget }
   *[other] { NUMBER($projects) } projets, un budget de { $budget }
}
all-budgets = Tous les budgets

## Un budget

budget = Un budget de { $budget }
rules-heading = Ce que peut contenir un bulletin
rule-points = Donnez à chaque projet de 0 à { NUMBER($most) } points.
limit-cost-at-most = Les projets que vous choisissez coûtent ensemble au plus { $amount }.
limit-cost-at-least = Les projets que vous choisissez coûtent ensemble au moins { $amount }.
limit-count-at-most = { $count ->
    [one] Choisissez au plus { NUMBER($count) } projet.
   *[other] Choisissez au plus { NUMBER($count) } projets.
}
limit-count-at-least = { $count ->
    [one] Choisissez au moins { NUMBER($count) } projet.
   *[other] Choisissez au moins { NUMBER($count) } projets.
}
limit-points-at-most = { $count ->
    [one] Donnez au plus { NUMBER($count) } point.
   *[other] Donnez au plus { NUMBER($count) } points.
}
limit-points-at-least = { $count ->
    [one] Donnez au moins { NUMBER($count) } point.
   *[other] Donnez au moins { NUMBER($count) } points.
}
limit-cost-at-most-of = Parmi { $names } : ensemble au plus { $amount }.
limit-cost-at-least-of = Parmi { $names } : ensemble au moins { $amount }.
limit-count-at-most-of = Parmi { $names } : au plus { NUMBER($count) }.
limit-count-at-least-of = Parmi { $names } : au moins { NUMBER($count) }.
limit-points-at-most-of = { $count ->
    [one] Pour { $names } ensemble : au plus { NUMBER($count) } point.
   *[other] Pour { $names } ensemble : au plus { NUMBER($count) } points.
}
limit-points-at-least-of = { $count ->
    [one] Pour { $names } ensemble : au moins { NUMBER($count) } point.
   *[other] Pour { $names } ensemble : au moins { NUMBER($count) } points.
}
projects-heading = { $count ->
    [one] { NUMBER($count) } projet
   *[other] { NUMBER($count) } projets
}
reference = réf.{"\u00A0"}{ $id }
withdrawn = Retiré : ce projet ne peut plus gagner.

## Vérifier

check-link = Vérifier un reçu ou un bulletin ouvert
title-check = Vérifier, { $title }
check-heading = Vérifiez vous-même
check-intro = Sur cette page, tout appareil vérifie ce qu’un autre a donné. Rien de ce que vous vérifiez ici n’est envoyé, sauf la désignation du bulletin dont l’état est demandé.
no-script-check = Pour vérifier ici, votre navigateur doit exécuter les scripts de cette page. Le programme isoloir-verify fait la même chose.
other-page = Vous ne pouvez pas voter sur cette page : ses fichiers ne sont pas ceux que l’élection garantit. Prévenez la mairie. Vous pouvez tout lire ; pour voter, utilisez le programme isoloir ou venez à la mairie.
broken = Cette page n’a pas pu être chargée. Rechargez-la ; si cela n’aide pas, prévenez la mairie.
to-the-vote = Vers le vote
