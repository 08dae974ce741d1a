# Ce que disent les scripts de la page de vote en français.

money = { $amount }{"\u00A0"}{ $currency }

## Choisir

shuffled = Les projets sont dans un ordre tiré au sort pour vous seul, afin qu’aucun ne soit favorisé.
search = Chercher
category = Catégorie
all-categories = Toutes les catégories
search-found = { $count ->
    [one] { NUMBER($count) } projet affiché
   *[other] { NUMBER($count) } projets affichés
}
choose = Choisir
remove = Retirer
choose-name = Choisir { $name }
remove-name = Retirer { $name }
points-name = Points pour { $name }
fewer-name = Un point de moins pour { $name }
more-name = Un point de plus pour { $name }
points = { $count ->
    [one] { NUMBER($count) } point
   *[other] { NUMBER($count) } points
}
withdrawn = Retiré par la ville : il ne peut plus gagner.
bar = Votre bulletin
bar-nothing = Rien de choisi
bar-projects = { $count ->
    [one] { NUMBER($count) } projet
   *[other] { NUMBER($count) } projets
}
spent = { $spent } sur { $amount }
left-money = reste { $left }
left-count = { $left ->
    [0] plus aucun projet
    [one] reste { NUMBER($left) } projet
   *[other] restent { NUMBER($left) } projets
}
left-points = { $left ->
    [0] plus aucun point
    [one] reste { NUMBER($left) } point
   *[other] restent { NUMBER($left) } points
}
why-cost = Coûte { $over } de plus que ce qui reste.
why-cost-of = Coûte { $over } de plus que ce qui reste pour son groupe.
why-count = { $amount ->
    [one] Vous pouvez choisir { NUMBER($amount) } projet. Retirez-le d’abord.
   *[other] Vous pouvez choisir { NUMBER($amount) } projets. Retirez-en un d’abord.
}
why-count-of = { $amount ->
    [one] Un seul de son groupe peut être choisi. Retirez-le d’abord.
   *[other] Seuls { NUMBER($amount) } de son groupe peuvent être choisis. Retirez-en un d’abord.
}
why-points = Plus de points. Retirez-en ailleurs d’abord.
why-points-of = Plus de points pour son groupe. Retirez-en là d’abord.
missing-cost = Choisissez encore des projets pour { $amount }.
missing-cost-of = Choisissez encore des projets pour { $amount } parmi { $names }.
missing-count = { $amount ->
    [one] Choisissez encore { NUMBER($amount) } projet.
   *[other] Choisissez encore { NUMBER($amount) } projets.
}
missing-count-of = { $amount ->
    [one] Choisissez encore { NUMBER($amount) } projet parmi { $names }.
   *[other] Choisissez encore { NUMBER($amount) } projets parmi { $names }.
}
missing-points = { $amount ->
    [one] Donnez encore { NUMBER($amount) } point.
   *[other] Donnez encore { NUMBER($amount) } points.
}
missing-points-of = { $amount ->
    [one] Donnez encore { NUMBER($amount) } point parmi { $names }.
   *[other] Donnez encore { NUMBER($amount) } points parmi { $names }.
}
continue = Continuer
back = Retour

## Qui vote

identify-heading = Votre code de vote
identify-why = Il montre que vous pouvez voter, et non qui vous êtes. Il est dans votre lettre.
identify-several = Il faut le code de chacune de vos lettres.
code-of = Code de vote de { $name }
code-hint = 24 lettres et chiffres. Majuscules, tirets et espaces ne comptent pas.
code-length = { $count ->
    [one] Un code de vote a 24 lettres et chiffres ; celui-ci en a { NUMBER($count) }.
   *[other] Un code de vote a 24 lettres et chiffres ; celui-ci en a { NUMBER($count) }.
}
code-character = Il y a un caractère qu’aucun code de vote n’a. Comparez avec votre lettre.
code-check = Une lettre ou un chiffre est faux. Comparez avec votre lettre.
not-on-roll = Avec ce code, vous ne pouvez pas voter sur ce budget. Vérifiez que la lettre est bien de cette élection et que chaque code est dans son champ.
revoked = Ce code de vote a été annulé. Prenez celui de votre lettre la plus récente, ou demandez à la mairie.
paper = Avec ce code de vote, quelqu’un a voté sur papier. Si ce n’était pas vous, allez tout de suite à la mairie.
checking = Vérification…

## Relire, sceller, décider

review-heading = Est-ce bien votre bulletin ?
review-nothing = Vous n’avez rien choisi : un bulletin vide.
review-total = Ensemble { $amount }
replaces = Vous avez déjà voté sur ce budget. Ce bulletin remplace le dernier, dont le code de suivi commence par { $tracker }.
seal = Sceller mon bulletin
sealing = Votre bulletin est scellé sur cet appareil…
sealed-heading = Scellé, et pas encore déposé
sealed-not-cast = Votre vote ne compte pas encore. Déposez-le ci-dessous.
tracking-code = Code de suivi
tracker-copy = Recopiez-le sur papier, au moins ses deux premières lignes. Il vous permet de retrouver votre bulletin.
cast = Déposer mon bulletin
casting = Envoi en cours. Gardez cette page ouverte…
challenge = Vérifier plutôt cet appareil
challenge-why = Ouvre ce bulletin, pour qu’un autre appareil voie si celui-ci est honnête. Un bulletin ouvert n’est pas déposé ; vous en scellez ensuite un nouveau.
throw-away = Jeter ce bulletin

## Enregistré

done-heading = Votre bulletin est enregistré
done-what = C’est l’entrée { NUMBER($entry) } du tableau public. Votre appareil a vérifié la preuve.
receipt-save = Garder le reçu
receipt-print = Imprimer
receipt-scan = Vérifie le reçu sur un autre appareil
receipt-why = Le reçu prouve que votre bulletin est là. Il ne montre rien de vos choix.
change = Changer mon vote

## Un bulletin ouvert

opened-heading = Ce bulletin a été ouvert et n’est pas déposé
opened-how = Scannez le code QR avec un autre appareil, ou portez-y le fichier. Il montre ce qui a été scellé. Comparez-y le code de suivi avec celui que vous avez recopié. Quiconque le scanne voit aussi vos choix.
opened-scan = Montre le bulletin ouvert sur un autre appareil
opened-save = Garder le bulletin ouvert
seal-again = Sceller un nouveau bulletin avec les mêmes choix

## Un bulletin déjà envoyé

unfinished-heading = Votre dernier bulletin n’est pas encore confirmé
unfinished-what = Un bulletin est parti de cet appareil, et aucune réponse n’est venue. Renvoyez le même bulletin : il est compté une seule fois, qu’il soit arrivé ou non.
unfinished-send = Le renvoyer
unfinished-forget = L’abandonner et recommencer

## Autres budgets

others-heading = Autres budgets de cette élection
others-what = Vous pouvez voter sur ceux que nomme votre lettre.
other-done = voté sur cet appareil

## Un appareil partagé

finish = Terminer
kiosk-heading = Êtes-vous toujours là ?
kiosk-what = Dans { $seconds } secondes, tout ce qui est sur cette page sera oublié. Un bulletin non déposé sera perdu.
kiosk-left = { NUMBER($seconds) } s
kiosk-go-on = J’ai besoin de plus de temps
kiosk-end = Tout oublier maintenant

## Vérifier

check = Vérifier
check-file = Un fichier
check-text = Ou sous forme de texte
check-receipt = Vérifier un reçu
check-receipt-what = Un reçu prouve qu’un bulletin est au tableau public. Il se vérifie aussi sans réseau.
check-receipt-text = Le texte entier du reçu
check-challenge = Vérifier un bulletin ouvert
check-challenge-what = Montre ce qu’un appareil avait scellé, si on lui a demandé d’ouvrir le bulletin au lieu de le déposer.
check-challenge-text = La ligne du bulletin ouvert
proved-heading = Le bulletin est au tableau
proved-what = C’est l’entrée { NUMBER($entry) } du tableau public, pour le budget « { $district } ». Cet appareil a vérifié la preuve.
proved-compare = Comparez le code de suivi avec celui que vous avez recopié. S’il est différent, c’est le reçu d’un autre bulletin.
counts = C’est le dernier bulletin de cette personne : c’est lui qui compte. Le serveur le dit ; le programme isoloir-verify le prouve.
counts-not = Il ne compte plus : un bulletin ultérieur l’a remplacé, dont le code de suivi commence par { $tracker }. Si ce n’était pas vous, allez à la mairie.
counts-paper = Il ne compte plus : avec ce code de vote, quelqu’un a voté sur papier. Si ce n’était pas vous, allez à la mairie.
counts-revoked = Il ne compte pas : son code de vote a été révoqué.
counts-unknown = Impossible de dire maintenant si c’est celui qui compte. Réessayez avec une connexion.
shown-heading = Voici ce qui a été scellé : { $district }
shown-compare = Comparez le code de suivi avec celui que vous avez recopié avant l’ouverture du bulletin. S’il est le même et que ce sont bien vos projets, l’autre appareil était honnête. Sinon, ne votez pas avec lui et prévenez la mairie.

## Ce qui ne va pas

try-again = Réessayer
wrong-connection = Le serveur ne répond pas. Vérifiez votre connexion. Rien n’est perdu.
wrong-unanswered = Aucune réponse n’est venue. Votre bulletin est peut-être enregistré, peut-être pas. Renvoyez le même bulletin : il compte une seule fois.
wrong-stale = Un autre bulletin avec votre code a été enregistré entre-temps, avec le code de suivi { $tracker }. Si c’était vous, il n’y a rien à faire. Sinon, votez de nouveau, et allez à la mairie.
wrong-closed = Le vote est clos. Votre bulletin n’a pas été pris.
vote-closed = Le vote est clos.
wrong-busy = Beaucoup de gens votent. Votre bulletin sera renvoyé dans un instant.
wrong-receipt = La réponse du serveur ne prouve rien. Renvoyez le même bulletin ; si cela ne suffit pas, allez à la mairie avec cette page ouverte.
wrong-election = Cette page et le tableau ne sont pas de la même élection. Ne votez pas ici, et prévenez la mairie.
wrong-challenge = Ce n’est pas un bulletin ouvert. Copiez la ligne entière, ou scannez de nouveau le code QR.
wrong-other-challenge = Ce bulletin est d’un autre vote, et non de celui de cette page.
wrong-page = Un fichier de cette page n’est pas ce qu’il devrait être. Ne votez pas ici, et prévenez la mairie.
wrong-refused = Le serveur ne prend pas le bulletin : { $detail }
wrong-other = Quelque chose n’a pas marché sur cette page : { $detail }
