# Lo que dicen los scripts de la página de voto en español.

money = { $amount }{"\u00A0"}{ $currency }

## Elegir

shuffled = Los proyectos están en un orden sorteado solo para usted, para que ninguno tenga ventaja.
search = Buscar
category = Categoría
all-categories = Todas las categorías
search-found = { $count ->
    [one] { NUMBER($count) } proyecto a la vista
   *[other] { NUMBER($count) } proyectos a la vista
}
choose = Elegir
remove = Quitar
choose-name = Elegir { $name }
remove-name = Quitar { $name }
points-name = Puntos para { $name }
fewer-name = Un punto menos para { $name }
more-name = Un punto más para { $name }
points = { $count ->
    [one] { NUMBER($count) } punto
   *[other] { NUMBER($count) } puntos
}
withdrawn = Retirado por el ayuntamiento: ya no puede ganar.
bar = Su papeleta
bar-nothing = Nada elegido aún
bar-projects = { $count ->
    [one] { NUMBER($count) } proyecto
   *[other] { NUMBER($count) } proyectos
}
spent = { $spent } de { $amount }
left-money = quedan { $left }
left-count = { $left ->
    [0] no queda ningún proyecto
    [one] queda { NUMBER($left) } proyecto
   *[other] quedan { NUMBER($left) } proyectos
}
left-points = { $left ->
    [0] no queda ningún punto
    [one] queda { NUMBER($left) } punto
   *[other] quedan { NUMBER($left) } puntos
}
why-cost = Cuesta { $over } más de lo que queda.
why-cost-of = Cuesta { $over } más de lo que queda para su grupo.
why-count = { $amount ->
    [one] Puede elegir { NUMBER($amount) } proyecto. Quítelo primero.
   *[other] Puede elegir { NUMBER($amount) } proyectos. Quite uno primero.
}
why-count-of = { $amount ->
    [one] Solo se puede elegir uno de su grupo. Quítelo primero.
   *[other] Solo se pueden elegir { NUMBER($amount) } de su grupo. Quite uno primero.
}
why-points = No quedan puntos. Quite algunos en otro proyecto primero.
why-points-of = No quedan puntos para su grupo. Quite algunos ahí primero.
missing-cost = Elija proyectos por { $amount } más.
missing-cost-of = Elija proyectos por { $amount } más entre { $names }.
missing-count = { $amount ->
    [one] Elija { NUMBER($amount) } proyecto más.
   *[other] Elija { NUMBER($amount) } proyectos más.
}
missing-count-of = { $amount ->
    [one] Elija { NUMBER($amount) } proyecto más entre { $names }.
   *[other] Elija { NUMBER($amount) } proyectos más entre { $names }.
}
missing-points = { $amount ->
    [one] Dé { NUMBER($amount) } punto más.
   *[other] Dé { NUMBER($amount) } puntos más.
}
missing-points-of = { $amount ->
    [one] Dé { NUMBER($amount) } punto más entre { $names }.
   *[other] Dé { NUMBER($amount) } puntos más entre { $names }.
}
continue = Continuar
back = Atrás

## Quién vota

identify-heading = Su código de voto
identify-why = Muestra que puede votar, y no quién es. Está en su carta.
identify-several = Necesita el código de cada una de sus cartas.
code-of = Código de voto de { $name }
code-hint = 24 letras y cifras. Mayúsculas, guiones y espacios no importan.
code-length = { $count ->
    [one] Un código de voto tiene 24 letras y cifras; este tiene { NUMBER($count) }.
   *[other] Un código de voto tiene 24 letras y cifras; este tiene { NUMBER($count) }.
}
code-character = Hay un carácter que ningún código de voto tiene. Compare con su carta.
code-check = Una letra o cifra está mal. Compare con su carta.
not-on-roll = Con este código no puede votar este presupuesto. Compruebe que la carta es de esta elección y que cada código está en su campo.
revoked = Este código de voto fue anulado. Use el de su carta más reciente, o pregunte en el ayuntamiento.
paper = Con este código de voto alguien ha votado en papel. Si no fue usted, vaya enseguida al ayuntamiento.
checking = Comprobando…

## Revisar, sellar, decidir

review-heading = ¿Es esta su papeleta?
review-nothing = No ha elegido nada: una papeleta vacía.
review-total = En total { $amount }
replaces = Ya ha votado este presupuesto. Esta papeleta reemplaza la última, cuyo código de seguimiento empieza por { $tracker }.
seal = Sellar mi papeleta
sealing = Su papeleta se está sellando en este dispositivo…
sealed-heading = Sellada, y aún no depositada
sealed-not-cast = Su voto aún no cuenta. Deposítelo más abajo.
tracking-code = Código de seguimiento
tracker-copy = Cópielo en papel, al menos sus dos primeras líneas. Con él puede encontrar su papeleta.
cast = Depositar mi papeleta
casting = Enviando. Mantenga esta página abierta…
challenge = Comprobar antes este dispositivo
challenge-why = Abre esta papeleta, para que otro dispositivo vea si este es honesto. Una papeleta abierta no se deposita; después sella una nueva.
throw-away = Tirar esta papeleta

## Registrada

done-heading = Su papeleta está registrada
done-what = Es la entrada { NUMBER($entry) } del tablón público. Su dispositivo ha comprobado la prueba.
receipt-save = Guardar el recibo
receipt-print = Imprimir
receipt-scan = Comprueba el recibo en otro dispositivo
receipt-why = El recibo prueba que su papeleta está ahí. No muestra nada de lo que eligió.
change = Cambiar mi voto

## Una papeleta abierta

opened-heading = Esta papeleta fue abierta y no se ha depositado
opened-how = Escanee el código QR con otro dispositivo, o lleve el archivo a otro. Muestra lo que se selló. Compare allí el código de seguimiento con el que usted copió. Quien lo escanee también ve sus elecciones.
opened-scan = Muestra la papeleta abierta en otro dispositivo
opened-save = Guardar la papeleta abierta
seal-again = Sellar una papeleta nueva con lo mismo

## Una papeleta ya enviada

unfinished-heading = Su última papeleta aún no está confirmada
unfinished-what = Se envió una papeleta desde este dispositivo y no llegó respuesta. Envíe la misma papeleta otra vez: se cuenta una sola vez, haya llegado o no.
unfinished-send = Enviarla otra vez
unfinished-forget = Dejarla y empezar de nuevo

## Otros presupuestos

others-heading = Otros presupuestos de esta elección
others-what = Puede votar en los que nombra su carta.
other-done = votado en este dispositivo

## Un dispositivo compartido

finish = Terminar
kiosk-heading = ¿Sigue usted ahí?
kiosk-what = En { $seconds } segundos se olvidará todo lo que hay en esta página. Una papeleta sin depositar se perderá.
kiosk-left = { NUMBER($seconds) } s
kiosk-go-on = Necesito más tiempo
kiosk-end = Olvidar todo ahora

## Comprobar

check = Comprobar
check-file = Un archivo
check-text = O como texto
check-receipt = Comprobar un recibo
check-receipt-what = Un recibo prueba que una papeleta está en el tablón público. También se comprueba sin red.
check-receipt-text = El texto completo del recibo
check-challenge = Comprobar una papeleta abierta
check-challenge-what = Muestra lo que un dispositivo había sellado, si se le pidió abrir la papeleta en lugar de depositarla.
check-challenge-text = La línea de la papeleta abierta
proved-heading = La papeleta está en el tablón
proved-what = Es la entrada { NUMBER($entry) } del tablón público, para el presupuesto «{ $district }». Este dispositivo ha comprobado la prueba.
proved-compare = Compare el código de seguimiento con el que usted copió. Si es otro, este es el recibo de otra papeleta.
counts = Es la última papeleta de su votante: esta es la que cuenta. Lo dice el servidor; el programa isoloir-verify lo prueba.
counts-not = Ya no cuenta: la sustituyó una papeleta posterior, cuyo código de seguimiento empieza por { $tracker }. Si no fue usted, acuda al ayuntamiento.
counts-paper = Ya no cuenta: con este código de votación alguien ha votado en papel. Si no fue usted, acuda al ayuntamiento.
counts-revoked = No cuenta: su código de votación fue revocado.
counts-unknown = Ahora no se puede decir si es la que cuenta. Inténtelo de nuevo con conexión.
shown-heading = Esto se selló: { $district }
shown-compare = Compare el código de seguimiento con el que usted copió antes de abrir la papeleta. Si es el mismo y estos son los proyectos que eligió, el otro dispositivo fue honesto. Si no, no vote con él y avise al ayuntamiento.

## Lo que va mal

try-again = Intentar de nuevo
wrong-connection = El servidor no responde. Compruebe su conexión. No se ha perdido nada.
wrong-unanswered = No llegó respuesta. Quizá su papeleta está registrada, quizá no. Envíe la misma papeleta otra vez: cuenta una sola vez.
wrong-stale = Entretanto se registró otra papeleta con su código, con el código de seguimiento { $tracker }. Si fue usted, no hay que hacer nada. Si no, vote otra vez, y vaya al ayuntamiento.
wrong-closed = La votación está cerrada. Su papeleta no fue aceptada.
vote-closed = La votación está cerrada.
wrong-busy = Mucha gente está votando. Su papeleta se enviará otra vez en un momento.
wrong-receipt = La respuesta del servidor no prueba nada. Envíe la misma papeleta otra vez; si no basta, vaya al ayuntamiento con esta página abierta.
wrong-election = Esta página y el tablón no son de la misma elección. No vote aquí, y avise al ayuntamiento.
wrong-challenge = Esto no es una papeleta abierta. Copie la línea entera, o escanee otra vez el código QR.
wrong-other-challenge = Esta papeleta es de otra votación, y no de la de esta página.
wrong-page = Un archivo de esta página no es lo que debería ser. No vote aquí, y avise al ayuntamiento.
wrong-refused = El servidor no acepta la papeleta: { $detail }
wrong-other = Algo salió mal en esta página: { $detail }
