# Lo que se dice de un resultado, en español.
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
verify-archive = En lugar de ARCHIVE, indique dónde está el registro: una carpeta o un archivo tar con una copia, o la dirección de su servidor.
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
