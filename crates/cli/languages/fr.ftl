# Les envois des registraires, en français. Ce qui est dit d’un résultat est dans crates/result/languages.
#
# Les espaces insécables sont de vrais caractères : U+00A0 devant « : » et dans les guillemets, U+202F
# devant « ; », « ! », « ? », « % » et entre les tranches de trois chiffres. Un test y veille.

## Nombres et dates

number-group = {"\u202F"}
number-decimal = ,
number-group-from = 4
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

## La lettre qui porte le code de vote

letters-title = { $title } : lettres de vote
letter-number = { $count ->
    [1] Votre lettre pour le vote
   *[other] Lettre { NUMBER($number) } sur { NUMBER($count) } pour le vote
}
letter-what = Vous participez à la décision sur l’emploi d’argent public là où vous vivez. Votre appareil chiffre votre bulletin, et seuls les totaux de tous les bulletins sont déchiffrés.
letter-term = Vous pouvez voter du { $opens } au { $closes }. Jusqu’à la clôture, vous pouvez voter à nouveau : seul votre dernier bulletin compte.
letter-districts = { $count ->
    [one] Vous pouvez voter sur ce budget
   *[other] Vous pouvez voter sur ces { NUMBER($count) } budgets
}
letter-more-districts = { $count ->
    [one] et { NUMBER($count) } autre
   *[other] et { NUMBER($count) } autres
}
letter-code = { $count ->
    [1] Votre code de vote
    [2] Votre code de vote { NUMBER($number) } sur 2 : il vous faut les deux
   *[other] Votre code de vote { NUMBER($number) } sur { NUMBER($count) } : il vous les faut tous
}
letter-typing = Il n’a ni I, ni L, ni O, ni U : ce qui ressemble à un O est un zéro. Vous pouvez taper des minuscules et omettre les tirets.
letter-qr = Code QR de votre code de vote
letter-qr-page = Le code QR ouvre la page de vote avec votre code.
letter-qr-code = Le code QR contient le même code.
letter-steps = Comment voter
letter-step-open = Scannez le code QR, ou ouvrez { $page }
letter-step-find = Ouvrez la page de vote que votre commune a annoncée.
letter-step-choose = Choisissez des projets. La page montre ce qui reste du budget.
letter-step-code = { $count ->
    [1] Saisissez votre code de vote, s’il n’y est pas déjà.
    [2] Saisissez les codes des deux lettres. Elles ont deux expéditeurs, pour qu’aucun ne puisse voter seul à votre place.
   *[other] Saisissez les codes des { NUMBER($count) } lettres. Chacune a son expéditeur, pour qu’aucun ne puisse voter seul à votre place.
}
letter-step-cast = Déposez votre bulletin. Vous n’avez voté que lorsque vous lisez qu’il est enregistré.
letter-program = Cela marche aussi sans navigateur : le programme isoloir fait la même chose, avec la commande « isoloir vote ».
letter-secret = Gardez votre code secret
letter-secret-why = { $count ->
    [1] Toute personne qui a ce code peut voter à votre place.
    [2] Toute personne qui a vos deux codes peut voter à votre place.
   *[other] Toute personne qui a tous vos codes peut voter à votre place.
} Ne donnez votre code à personne. Aucun organisateur du vote ne vous le demandera, ni au téléphone, ni par courriel, ni à votre porte.
letter-lost = Lettre perdue, ou code vu par quelqu’un ? Demandez-en un nouveau ; l’ancien ne marche alors plus : { $contact }
letter-lost-town = Lettre perdue, ou code vu par quelqu’un ? Demandez-en un nouveau à la mairie ; l’ancien ne marche alors plus.
letter-check = Comment vérifier
letter-check-how = À la fin, vous recevez un code de suivi et un reçu. Gardez-les : ils montrent si votre bulletin est dans le registre public, mais pas comment vous avez voté.
letter-election = Avant de voter, comparez l’identifiant de l’élection qui s’affiche. Il doit commencer par :
letter-page = L’empreinte de la page de vote commence par :

## L’avis qu’un bulletin a été enregistré

notice-greeting = Bonjour { $name },
notice-recorded = Un bulletin a été enregistré pour vous dans ce vote : { $title }
notice-district = Budget : { $district }
notice-before = Enregistré avant : { $before }
notice-tracker = Code de suivi du bulletin :
notice-you = Si vous avez déposé ce bulletin, tout va bien : le code de suivi est celui que votre appareil vous a montré. Vous pouvez voter à nouveau jusqu’au { $closes } ; seul votre dernier bulletin compte.
notice-not-you = Si vous n’avez pas voté, ou si votre appareil vous a montré un autre code de suivi, quelqu’un d’autre s’est peut-être servi de votre code de vote. Demandez-en tout de suite un nouveau. L’ancien ne marche alors plus, et le bulletin déposé avec lui ne compte plus : { $contact }
notice-not-you-town = Si vous n’avez pas voté, ou si votre appareil vous a montré un autre code de suivi, quelqu’un d’autre s’est peut-être servi de votre code de vote. Demandez-en tout de suite un nouveau à la mairie. L’ancien ne marche alors plus, et le bulletin déposé avec lui ne compte plus.
notice-secret = Ce message ne dit pas comment vous avez voté : personne ne peut le voir. Aucun organisateur du vote ne vous demandera votre code de vote. Ne le donnez à personne.
