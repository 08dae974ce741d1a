# Los envíos del registrador, en español. Lo que se dice de un resultado está en crates/result/languages.
#
# Los números de cuatro cifras van sin separador, como pide la RAE (Ortografía, 2010) y hace CLDR.

## Números y fechas

number-group = .
number-decimal = ,
number-group-from = 5
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
letter-page = El resumen de la página empieza por:

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
