# Los textos de Isoloir en español: `isoloir result` y los envíos del registrador.
#
# Los números de cuatro cifras van sin separador, como pide la RAE (Ortografía, 2010) y hace CLDR.

## Números, dinero y fechas

number-group = .
number-decimal = ,
number-group-from = 5
money = { $amount }{"\u00A0"}{ $currency }
date = { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
} de { $year }
moment = { $date } a las { $time } { $zone }
votes = { $count ->
    [one] { NUMBER($count) }{"\u00A0"}voto
   *[other] { NUMBER($count) }{"\u00A0"}votos
}
points = { $count ->
    [one] { NUMBER($count) }{"\u00A0"}punto
   *[other] { NUMBER($count) }{"\u00A0"}puntos
}

## La página

language-name = Español
language-choice = Idioma
page-title = { $title }: resultado
page-kind = Resultado de la votación
period = Votación del { $opens } al { $closes }
districts-heading = { $count ->
    [one] { NUMBER($count) } presupuesto
   *[other] { NUMBER($count) } presupuestos
}
district-line = { $name }: { $funded ->
    [0] ningún proyecto financiado
    [one] { NUMBER($funded) } proyecto financiado, por { $spent }
   *[other] { NUMBER($funded) } proyectos financiados, por { $spent }
}
district-line-below-floor = { $name }: sin escrutar

## Un distrito

reference = ref.{"\u00A0"}{ $id }
summary = { $funded ->
    [one] Se financia { NUMBER($funded) }
   *[other] Se financian { NUMBER($funded) }
} de { $projects ->
    [one] { NUMBER($projects) } proyecto.
   *[other] { NUMBER($projects) } proyectos.
}
ballots = { $ballots ->
    [one] Cuenta { NUMBER($ballots) } papeleta.
   *[other] Cuentan { NUMBER($ballots) } papeletas.
}
ballots-apart = { $electronic ->
    [one] { NUMBER($electronic) } es electrónica
   *[other] { NUMBER($electronic) } son electrónicas
} y { $paper ->
    [0] ninguna es
    [one] { NUMBER($paper) } es
   *[other] { NUMBER($paper) } son
} de papel.
ballots-recorded = El registro contiene { $recorded ->
    [one] { NUMBER($recorded) } papeleta electrónica
   *[other] { NUMBER($recorded) } papeletas electrónicas
}; de cada persona solo cuenta la última.
credentials = { $credentials ->
    [one] Se expidió { NUMBER($credentials) } credencial de voto
   *[other] Se expidieron { NUMBER($credentials) } credenciales de voto
}, incluidas las sustituidas.
below-floor = Hay demasiado pocas papeletas para descifrar sin revelar votos: { $ballots ->
    [one] cuenta { NUMBER($ballots) } papeleta electrónica
   *[other] cuentan { NUMBER($ballots) } papeletas electrónicas
} y hacen falta { NUMBER($floor) }. Siguen cifradas, y aquí no se elige ningún proyecto.

winners-heading = Proyectos financiados
winners-none = No se financia ningún proyecto.
winner = { $score }, cuesta { $cost }
winner-in-part = { $score }, cuesta { $cost }, recibe { $amount }

money-heading = El dinero
money-title = Destino del presupuesto de { $district }
money-desc = De { $budget } se gastan { $spent } y quedan { $left }.
money-desc-added = Se gastan { $spent }: todo el presupuesto de { $budget } y { $added } que añade el municipio.
money-budget = Presupuesto
money-spent = Gastado
money-left = Restante
money-added = Añadido por el municipio

votes-heading = Los votos de cada proyecto
points-heading = Los puntos de cada proyecto
chart-desc = { $projects ->
    [one] Una barra.
   *[other] { NUMBER($projects) } barras, primero las más largas.
} Las mismas cifras están en la tabla que sigue.
legend-funded = financiado
legend-not-funded = no financiado
legend-paper = en papel
withdrawn = retirado
table-open = Las mismas cifras en una tabla
table-caption = Todos los proyectos de { $district }, primero los de mayor puntuación
column-project = Proyecto
column-electronic = Electrónico
column-paper = En papel
column-votes = Votos
column-points = Puntos
column-cost = Coste
column-outcome = Decisión
column-amount = Importe
outcome-funded = financiado
outcome-not-funded = no financiado

## Cómo se eligieron los ganadores

rounds-heading = Cómo se eligieron los ganadores
rounds-open = { $rounds ->
    [one] La única ronda
   *[other] Las { NUMBER($rounds) } rondas
}
rule-name = Regla: { $rule }
rule-greedy = Los proyectos se examinan de mayor a menor puntuación. Cada uno se financia si lo que queda del presupuesto alcanza. Si no, se pasa al siguiente.
rule-greedy-no-skip = Los proyectos se examinan de mayor a menor puntuación y se financian mientras el presupuesto alcance. El primero que cuesta más de lo que queda pone fin a la elección, aunque detrás haya otros más baratos.
rule-greedy-custom = Los proyectos se examinan de mayor a menor puntuación y se financian mientras el presupuesto alcance. El primero que cuesta más de lo que queda se financia aun así si queda al menos el 80{"\u00A0"}% de su coste; el municipio añade el resto. La elección termina ahí en todo caso.
rule-greedy-exclusive = Los proyectos se examinan de mayor a menor puntuación. Cada uno se financia si lo que queda del presupuesto alcanza y ningún proyecto ya financiado lo excluye. Si no, se pasa al siguiente.
rule-optimal = De todos los conjuntos de proyectos para los que alcanza el presupuesto, se financia el de mayor puntuación total. Si hay varios, el más barato; si aún quedan varios, decide el orden fijado para los empates.
rule-per-unit = Los votos deciden sobre cada unidad de dinero. Un voto por un proyecto respalda cada unidad de su coste; si un proyecto puede hacerse por varios importes, un voto por un importe respalda todas las unidades hasta él. Primero se financian las unidades con más votos, hasta agotar el presupuesto. El último proyecto puede recibir solo una parte de su coste.
threshold = Un proyecto necesita al menos { $score }.
threshold-unit = Una unidad necesita al menos { $score }.
ties-listed = Entre proyectos con la misma puntuación se examina primero el que va antes en un orden fijado antes de la votación.
ties-lot = Entre proyectos con la misma puntuación se examina primero el que va antes en un orden sorteado. Nadie podía conocer el sorteo antes del recuento. Se hizo a partir de esta semilla:
ties-redraw = Para repetir el sorteo: numere los proyectos desde 0 en el orden de la definición. Para cada uno, calcule SHA3-256 del texto «{ $label }», los 32 bytes de la semilla y el número en dos bytes, primero el más alto. El resumen más pequeño va primero.
ties-equal = { $projects ->
    [0] No hay proyectos con la misma puntuación.
   *[other] { NUMBER($projects) } proyectos tienen la misma puntuación que otro.
}
ties-open = El orden completo

round-funded = { $score }. Cuesta { $cost } y quedaban { $left }: financiado. Quedan { $after }.
round-exception = { $score }. Cuesta { $cost } y quedaban { $left }, al menos el 80{"\u00A0"}% de su coste: financiado por excepción. El municipio añade { $added }. La elección termina aquí.
round-best-set = { $score }. Cuesta { $cost } y quedaban { $left }. Está en el conjunto de mayor puntuación total: financiado. Quedan { $after }.
round-does-not-fit = { $score }. Cuesta { $cost } y solo quedaban { $left }: no financiado.
round-ends = { $score }. Cuesta { $cost } y solo quedaban { $left }: no financiado. La elección termina aquí.
round-after-the-end = { $score }. Cuesta { $cost }. La elección había terminado antes: no financiado.
round-excluded = { $score }. Cuesta { $cost } y quedaban { $left }. { $by } lo excluye y está financiado: no financiado.
round-not-in-best-set = { $score }. Cuesta { $cost }. No está en el conjunto de mayor puntuación total: no financiado.
round-below-threshold = { $score }, y hacen falta al menos { $threshold }: no financiado. Cuesta { $cost }.
round-withdrawn = { $score }. Fue retirado durante la votación y no puede financiarse. Habría costado { $cost }.
round-unit-funded = { $score } para { $cost }. Quedaban { $left }: financiado. Quedan { $after }.
round-unit-in-part = { $score } para { $cost }. Solo quedaban { $left }: todo va aquí, y el presupuesto se agota.
round-unit-nothing-left = { $score } para { $cost }. No quedaba nada: no financiado.
round-unit-below-threshold = { $score } para { $cost }, y hacen falta al menos { $threshold }: no financiado.

## Compruébelo usted

verify-heading = Compruébelo usted
verify-why = Esta página sale del registro público de la elección y no demuestra nada por sí misma. El registro sí. Cualquiera puede comprobarlo con isoloir-verify, un programa escrito aparte del que organizó la votación:
verify-what = Comprueba que cada papeleta que cuenta se emitió con una credencial del censo y respeta los límites, que las cifras de arriba son la suma de exactamente esas papeletas y que la regla da estos ganadores.
verify-compare = Estos dos identificadores dicen de qué elección se trata. Compárelos con los que el municipio y los custodios de las claves han publicado en otro lugar.
election-id = Identificador de la elección
fingerprint = Huella de la votación abierta
secrecy = { $trustees ->
    [one] El único custodio de la clave puede descifrar, y para este resultado solo descifró los totales.
   *[other] Hacen falta { NUMBER($threshold) } de los { NUMBER($trustees) } custodios de las claves para descifrar algo. Para este resultado solo descifraron los totales.
}
made-by = Hecho por { $program } a partir de { $entries ->
    [one] { NUMBER($entries) } entrada
   *[other] { NUMBER($entries) } entradas
} del registro público.

## La carta que lleva el código de voto

letters-title = { $title }: cartas de votación
letter-number = { $count ->
    [1] Su carta para la votación
   *[other] Carta { NUMBER($number) } de { NUMBER($count) } para la votación
}
letter-what = Usted participa en la decisión sobre el uso del dinero público donde vive. Su dispositivo cifra la papeleta, y solo se descifran los totales de todas las papeletas.
letter-term = Puede votar del { $opens } al { $closes }. Hasta el cierre puede volver a votar: solo cuenta su última papeleta.
letter-districts = { $count ->
    [one] Puede votar sobre este presupuesto
   *[other] Puede votar sobre estos { NUMBER($count) } presupuestos
}
letter-more-districts = { $count ->
    [one] y { NUMBER($count) } más
   *[other] y { NUMBER($count) } más
}
letter-code = { $count ->
    [1] Su código de voto
    [2] Su código de voto { NUMBER($number) } de 2: necesita los dos
   *[other] Su código de voto { NUMBER($number) } de { NUMBER($count) }: los necesita todos
}
letter-typing = No tiene I, L, O ni U: lo que parece una O es un cero. Puede escribir en minúsculas y omitir los guiones.
letter-qr = Código QR de su código de voto
letter-qr-page = El código QR abre la página de votación con su código.
letter-qr-code = El código QR contiene el mismo código.
letter-steps = Cómo votar
letter-step-open = Escanee el código QR o abra { $page }
letter-step-find = Abra la página de votación que su municipio ha anunciado.
letter-step-choose = Elija proyectos. La página muestra lo que queda del presupuesto.
letter-step-code = { $count ->
    [1] Introduzca su código de voto, si no está ya puesto.
    [2] Introduzca los códigos de las dos cartas. Tienen dos remitentes, para que ninguno pueda votar solo en su lugar.
   *[other] Introduzca los códigos de las { NUMBER($count) } cartas. Cada una tiene su remitente, para que ninguno pueda votar solo en su lugar.
}
letter-step-cast = Emita su papeleta. Solo ha votado cuando lea que está registrada.
letter-program = También funciona sin navegador: el programa isoloir hace lo mismo, con la orden «isoloir{"\u00A0"}vote».
letter-secret = Mantenga su código en secreto
letter-secret-why = { $count ->
    [1] Quien tenga este código puede votar en su lugar.
    [2] Quien tenga sus dos códigos puede votar en su lugar.
   *[other] Quien tenga todos sus códigos puede votar en su lugar.
} No dé su código a nadie. Nadie que organice la votación se lo pedirá nunca: ni por teléfono, ni por correo, ni en su puerta.
letter-lost = ¿Ha perdido la carta o alguien ha visto el código? Pida uno nuevo; el antiguo deja entonces de funcionar: { $contact }
letter-lost-town = ¿Ha perdido la carta o alguien ha visto el código? Pida uno nuevo en el ayuntamiento; el antiguo deja entonces de funcionar.
letter-check = Cómo comprobarlo
letter-check-how = Al final recibe un código de seguimiento y un justificante. Guárdelos: muestran si su papeleta está en el registro público, pero no qué ha votado.
letter-election = Antes de votar, compare el identificador de la elección que se le muestra. Debe empezar por:
letter-page = El programa isoloir-verify dice si la página de votación es la auténtica. El resumen de sus archivos empieza por:

## El aviso de que se ha registrado una papeleta

notice-greeting = Hola, { $name }:
notice-recorded = Se ha registrado una papeleta para usted en esta votación: { $title }
notice-district = Presupuesto: { $district }
notice-before = Registrada antes de: { $before }
notice-tracker = Código de seguimiento de la papeleta:
notice-you = Si la ha emitido usted, todo está bien: el código de seguimiento es el que le mostró su dispositivo. Puede volver a votar hasta el { $closes }; solo cuenta su última papeleta.
notice-not-you = Si no ha votado, o si se le mostró otro código de seguimiento, quizá otra persona haya usado su código de voto. Pida enseguida uno nuevo. El antiguo deja entonces de funcionar, y la papeleta emitida con él ya no cuenta: { $contact }
notice-not-you-town = Si no ha votado, o si se le mostró otro código de seguimiento, quizá otra persona haya usado su código de voto. Pida enseguida uno nuevo en el ayuntamiento. El antiguo deja entonces de funcionar, y la papeleta emitida con él ya no cuenta.
notice-secret = Este mensaje no dice qué ha votado: nadie puede verlo. Nadie que organice la votación le pedirá nunca su código de voto. No se lo dé a nadie.
