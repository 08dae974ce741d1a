# La página de voto en español: lo que hay en sus documentos. Lo que dicen sus scripts está en scripts/es.ftl.

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
moment = { $date }, { $time } { $zone }

## Alrededor de cada documento

language-name = Español
language-direction = ltr
language-choice = Idioma
skip = Ir al contenido
page-kind = Presupuesto participativo
title-vote = { $title }: voto
title-budget = { $name }, { $title }
footer-nobody = Nadie ve lo que elige: se cifra en su dispositivo, y solo se descifran sumas.
footer-fingerprint = Huella de esta votación
footer-id = Identidad de esta elección

## Cuándo se vota

vote-coming = La votación abre el { $moment }.
vote-open = Puede votar hasta el { $moment }, y cambiar su voto cuantas veces quiera hasta entonces.
vote-closed = La votación está cerrada. El resultado llegará cuando los depositarios hayan contado.
vote-decided = La votación está cerrada, y el resultado está publicado.
result-link = Ver el resultado

## Los presupuestos

intro-heading = Cómo se hace
intro-choose = Mire los proyectos y elija los que quiera. Para eso nadie le pregunta quién es.
intro-code = Para votar, tenga a mano el código de voto de su carta. Si ha recibido varias cartas, necesita el código de cada una.
intro-check = Su dispositivo sella su papeleta y le da un código de seguimiento. Con el recibo, cualquiera puede comprobar que su papeleta cuenta.
no-script = Para votar aquí, su navegador debe ejecutar los scripts de esta página. No lo hace, o es demasiado antiguo. Puede leerlo todo; para votar, use otro navegador o venga al ayuntamiento.
no-module = No se puede votar en esta página: el programa que la sirve se construyó sin el módulo que sella las papeletas. Puede leerlo todo; para votar, use el programa isoloir o venga al ayuntamiento.
budgets-heading = { $count ->
    [one] Un presupuesto que votar
   *[other] { NUMBER($count) } presupuestos que votar
}
budget-line = { $projects ->
    [one] { NUMBER($projects) } proyecto, un presupuesto de { $budget }
   *[other] { NUMBER($projects) } proyectos, un presupuesto de { $budget }
}
all-budgets = Todos los presupuestos

## Un presupuesto

budget = Un presupuesto de { $budget }
rules-heading = Lo que puede contener una papeleta
rule-points = Dé a cada proyecto de 0 a { NUMBER($most) } puntos.
limit-cost-at-most = Los proyectos que elija cuestan juntos como máximo { $amount }.
limit-cost-at-least = Los proyectos que elija cuestan juntos como mínimo { $amount }.
limit-count-at-most = { $count ->
    [one] Elija como máximo { NUMBER($count) } proyecto.
   *[other] Elija como máximo { NUMBER($count) } proyectos.
}
limit-count-at-least = { $count ->
    [one] Elija como mínimo { NUMBER($count) } proyecto.
   *[other] Elija como mínimo { NUMBER($count) } proyectos.
}
limit-points-at-most = { $count ->
    [one] Dé como máximo { NUMBER($count) } punto.
   *[other] Dé como máximo { NUMBER($count) } puntos.
}
limit-points-at-least = { $count ->
    [one] Dé como mínimo { NUMBER($count) } punto.
   *[other] Dé como mínimo { NUMBER($count) } puntos.
}
limit-cost-at-most-of = Entre { $names }: juntos como máximo { $amount }.
limit-cost-at-least-of = Entre { $names }: juntos como mínimo { $amount }.
limit-count-at-most-of = Entre { $names }: como máximo { NUMBER($count) }.
limit-count-at-least-of = Entre { $names }: como mínimo { NUMBER($count) }.
limit-points-at-most-of = { $count ->
    [one] Para { $names } juntos: como máximo { NUMBER($count) } punto.
   *[other] Para { $names } juntos: como máximo { NUMBER($count) } puntos.
}
limit-points-at-least-of = { $count ->
    [one] Para { $names } juntos: como mínimo { NUMBER($count) } punto.
   *[other] Para { $names } juntos: como mínimo { NUMBER($count) } puntos.
}
projects-heading = { $count ->
    [one] { NUMBER($count) } proyecto
   *[other] { NUMBER($count) } proyectos
}
reference = ref.{"\u00A0"}{ $id }
withdrawn = Retirado: este proyecto ya no puede ganar.

## Comprobar

check-link = Comprobar un recibo o una papeleta abierta
title-check = Comprobar, { $title }
check-heading = Compruébelo usted
check-intro = En esta página cualquier dispositivo comprueba lo que otro ha dado. Nada de lo que comprueba aquí se envía, salvo de qué papeleta se pregunta el estado.
no-script-check = Para comprobar aquí, su navegador debe ejecutar los programas de esta página. El programa isoloir-verify hace lo mismo.
other-page = No puede votar en esta página: sus archivos no son los que la elección garantiza. Avise al ayuntamiento. Puede leer todo; para votar, use el programa isoloir o acuda al ayuntamiento.
broken = Esta página no se pudo cargar. Cárguela de nuevo; si no ayuda, avise al ayuntamiento.
to-the-vote = A la votación
