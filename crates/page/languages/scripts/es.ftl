# Lo que dicen los scripts de la página de voto en español.

money = { $amount }{"\u00A0"}{ $currency }

## Elegir

shuffled = Los proyectos están en un orden sorteado solo para usted, para que ninguno tenga ventaja.
search = Buscar
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
receipt-why = El recibo prueba que su papeleta está ahí. No muestra nada de lo que eligió.
change = Cambiar mi voto

## Una papeleta abierta

opened-heading = Esta papeleta fue abierta y no se ha depositado
opened-how = Lleve este archivo a otro dispositivo. Allí el programa isoloir-verify muestra lo que se selló, si le da el código de seguimiento de su papel. Quien tenga el archivo también lo ve.
opened-save = Guardar la papeleta abierta
seal-again = Sellar una papeleta nueva con lo mismo

## Lo que va mal

try-again = Intentar de nuevo
wrong-connection = El servidor no responde. Compruebe su conexión. No se ha perdido nada.
wrong-unanswered = No llegó respuesta. Quizá su papeleta está registrada, quizá no. Envíe la misma papeleta otra vez: cuenta una sola vez.
wrong-stale = Entretanto se registró otra papeleta con su código, con el código de seguimiento { $tracker }. Si fue usted, no hay que hacer nada. Si no, vote otra vez, y vaya al ayuntamiento.
wrong-closed = La votación está cerrada. Su papeleta no fue aceptada.
wrong-busy = Mucha gente está votando. Su papeleta se enviará otra vez en un momento.
wrong-receipt = La respuesta del servidor no prueba nada. Envíe la misma papeleta otra vez; si no basta, vaya al ayuntamiento con esta página abierta.
wrong-election = Esta página y el tablón no son de la misma elección. No vote aquí, y avise al ayuntamiento.
wrong-page = Un archivo de esta página no es lo que debería ser. No vote aquí, y avise al ayuntamiento.
wrong-refused = El servidor no acepta la papeleta: { $detail }
wrong-other = Algo salió mal en esta página: { $detail }
