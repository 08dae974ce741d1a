# Los textos de las páginas de los responsables, en español. Véase en.ftl.

## Números y fechas

number-group = {"."}
count = { NUMBER($count) }
day = { $day } de { $month ->
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
}
date = { $date } de { $year }
moment = { $date }, { $time } { $zone }
within-a-day = { $day }, de { $from } a { $to }
over-days = Del { $day } a las { $from } al { $last } a las { $to }

## Cada página

language-name = Español
language-choice = Idioma
skip = Ir al contenido
page-kind = Para responsables del ayuntamiento
page-title = { $page }: { $title }
no-election = Aún no hay elección
menu = Páginas
menu-status = Estado
menu-turnout = Participación
menu-ceremony = Custodios
menu-alerts = Alertas
log-out = Cerrar sesión
logged-in-as = Sesión de: { $name }
logged-in-by-provider = Sesión iniciada con la cuenta del ayuntamiento
as-of = Situación: { $moment }.
refresh-begin = Actualizar esta página cada minuto
refresh-end = Esta página se actualiza cada minuto. Detener
privacy = Estas páginas solo muestran cantidades: nada sobre una persona, ni resultados parciales. Nadie los tiene, ni siquiera los custodios.

## Iniciar sesión

log-in-heading = Iniciar sesión
log-in-key-heading = Con su archivo de clave
log-in-key-empty = Nadie puede iniciar sesión con un archivo de clave antes de que la definición de la elección esté en el tablón: es ella la que dice quiénes son los responsables. Publíquela primero (isoloir publish).
log-in-key-step-run = En su ordenador, en la carpeta de su archivo de clave, ejecute esta orden. Pide su frase de contraseña y no envía nada.
log-in-key-step-paste = Copie en este campo la línea que muestra y pulse el botón. Tiene diez minutos.
log-in-answer = Respuesta
log-in-button = Iniciar sesión
log-in-beware = Antes de pegarla, mire la dirección de esta página. Debe ser { $address }.
log-in-provider-heading = Con su cuenta del ayuntamiento
log-in-provider = Iniciar sesión en { $provider }
log-in-failed = No ha iniciado sesión
log-in-unreadable = Esto no es una respuesta. Es una línea de 86 caracteres: copie la línea entera que mostró la orden.
log-in-stale = Esta respuesta es a otra pregunta: de hace más de diez minutos, ya usada, o mostrada en otro navegador. Ejecute la orden de abajo, que tiene una nueva.
log-in-stranger = Ningún responsable de esta elección ha firmado esta respuesta. Use el archivo de clave cuya línea está en la definición, y la orden exactamente como está abajo, con esta dirección del tablón.
log-in-elsewhere = La respuesta no viene de esta página. Ábrala en su propia dirección e inténtelo de nuevo.
openid-stale = Este inicio de sesión empezó en otro navegador, o hace más de diez minutos, o se abandonó. Empiece de nuevo.
openid-stranger = Su cuenta es válida, pero no es de las que pueden ver estas páginas. Consulte a quien gestiona el servidor.
openid-failed = El servicio de las cuentas no responde como debe. Inténtelo dentro de un minuto; si sigue así, dígaselo a quien gestiona el servidor, que encontrará la razón en su registro.
logged-in = Ha iniciado sesión
go-on = Continuar

## Cómo va la elección

status-heading = Cómo va la elección
stage-setup = En preparación
stage-voting = La votación está abierta
stage-closed = La votación está cerrada
stage-decided = El resultado está publicado
status-empty = Aún no hay ninguna elección en el tablón. Un responsable pone allí su definición (isoloir publish).
next-heading = Lo que debe hacerse ahora
next-nothing = Nada. Cualquiera puede verificar la elección (isoloir-verify) y leer el resultado (isoloir result).
next-wait = El servidor está sumando las papeletas. Tarda un momento.
step-publish-again = Un responsable: solo una parte de la definición está en el tablón. Ejecute isoloir publish otra vez.
step-commit = Custodios, primera ronda (isoloir trustee commit): { $names }
step-open-round = Custodios, segunda ronda (isoloir trustee share): { $names }
step-deal = Custodios, tercera ronda (isoloir trustee share): { $names }
step-confirm = Custodios, última ronda (isoloir trustee confirm): { $names }
step-hold-again = La ceremonia de claves ha fallado, y no puede mostrarse culpa de nadie. Empiece de nuevo en otro tablón, con archivos nuevos.
step-hold-again-without = La ceremonia de claves ha fallado, por culpa de { $name } o de su ordenador. Empiece de nuevo en otro tablón con archivos nuevos, sin esa persona o con otro ordenador.
step-enrol = { $name }, registro: poner la lista (isoloir registrar issue) de { $districts }
step-match-rolls = Registros: sus listas de { $district } no tienen la misma longitud. Todas deben salir de la misma lista de residentes.
step-open = Todo está listo. Un responsable abre la votación (isoloir open), a partir del { $moment }
step-close = Los residentes votan. Un responsable cierra la votación (isoloir close), a partir del { $moment }
step-state = { $needed ->
    [one] Un custodio más debe declarar
   *[other] { NUMBER($needed) } custodios más deben declarar
} el cierre (isoloir trustee close-statement), a partir del { $moment }. Aún no lo han hecho: { $names }
step-set-aside = { $district }: el descifrado de { $name } es erróneo y se deja aparte. Pregúntele por qué.
step-decrypt = { $district }: { $needed ->
    [one] un custodio más debe descifrar
   *[other] { NUMBER($needed) } custodios más deben descifrar
} (isoloir trustee decrypt)
step-publish = { $district }: un responsable puede publicar el resultado (isoloir publish-result)
times-heading = Fechas
opens = Apertura
closes = Cierre
complaints = Reclamaciones hasta
identity-heading = De qué elección se trata
election-id = Identificador de la elección
fingerprint = Huella de la votación abierta
entries = Entradas en el tablón

## Participación

turnout-heading = Participación
turnout-what = Son papeletas. Quien vota otra vez tiene dos, y solo cuenta la última.
turnout-not-yet = La votación aún no está abierta.
turnout-unreadable = Ahora no se pueden leer las cantidades. Inténtelo dentro de un minuto.
districts-caption = Papeletas registradas en cada presupuesto
column-district = Presupuesto
column-roll = En la lista
column-ballots = Papeletas
all-districts = Todos los presupuestos
hours-heading = { $district }, hora a hora
hours-none = Aún no hay papeletas.
hours-scale = Cada fila es un día, de 0 a 24 horas. La barra más alta son { $ballots ->
    [one] { NUMBER($ballots) } papeleta
   *[other] { NUMBER($ballots) } papeletas
} por hora.
hours-desc = Barras de { $days ->
    [one] un día
   *[other] { NUMBER($days) } días
}. Las mismas cantidades están en la tabla que sigue.
hours-earlier = Solo se muestran los últimos { NUMBER($days) } días.
hours-floor = Las horas con menos de { NUMBER($floor) } papeletas se unen a las de al lado, para que nadie destaque.
hours-table = Las mismas cantidades en una tabla
hours-caption = Papeletas registradas en { $district }, primero las últimas
column-time = Cuándo
few = menos de { NUMBER($floor) }

## Los custodios

ceremony-heading = Los custodios
ceremony-what = Cada custodio hace cada ronda en su propio ordenador. Una ronda empieza cuando todos han hecho la anterior.
keys-heading = Ceremonia de claves
keys-caption = Lo que cada custodio ha hecho de la ceremonia de claves
keys-failed = La ceremonia ha fallado tras una queja o con claves que no sirven. No puede mostrarse culpa de nadie.
keys-failed-by = La ceremonia ha fallado. El tablón prueba la culpa de { $name }, o de su ordenador.
keys-complete = Todos los custodios han confirmado: la elección tiene sus claves. No hubo ninguna queja.
keys-no-complaint = No hay ninguna queja.
column-trustee = Custodio
round-commit = Comprometer
round-open = Abrir
round-deal = Repartir
round-confirm = Confirmar
part-done = hecho
part-awaited = pendiente
part-later = después
tally-heading = Tras el cierre
tally-not-yet = Empieza cuando la votación está cerrada.
tally-what = { $quorum ->
    [one] Un custodio debe declarar
   *[other] { NUMBER($quorum) } custodios deben declarar
} que el cierre es correcto. Después { $threshold ->
    [one] uno debe descifrar
   *[other] { NUMBER($threshold) } deben descifrar
} cada presupuesto.
tally-caption = Lo que cada custodio ha hecho tras el cierre
column-statement = Declaración
column-decrypted = Presupuestos descifrados
part-missing = aún no
decrypted = { NUMBER($count) } de { NUMBER($of) }
decrypted-wrong = { $count ->
    [one] { NUMBER($count) } erróneo, aparte
   *[other] { NUMBER($count) } erróneos, aparte
}

## Alertas

alerts-heading = Lo que parece raro
alerts-what = Una alerta es una razón para mirar, y no prueba nada.
alerts-none = Nada parece raro.
alert-burst = { $district }: { $ballots ->
    [one] { NUMBER($ballots) } papeleta
   *[other] { NUMBER($ballots) } papeletas
}, { $when }, diez veces más que en las horas anteriores o todavía más. ¿Había un motivo: una reunión, un mensaje a todos, una tarde en el ayuntamiento?
alert-silence = { $district }: ninguna papeleta { $hours ->
    [one] una hora
   *[other] { NUMBER($hours) } horas
} después de la apertura. ¿Han recibido sus residentes las cartas, y funcionan sus códigos?
alert-crowd = { $addresses ->
    [one] Desde una misma dirección de Internet
   *[other] Desde cada una de { NUMBER($addresses) } direcciones de Internet
}, { NUMBER($least) } credenciales o más han votado hoy por primera vez. Los ordenadores del ayuntamiento, una biblioteca y algunas redes móviles se ven exactamente así. Nadie puede ver aquí de qué dirección se trata, ni quién ha votado.
alerts-how-heading = Qué se mira
alerts-how-burst = Una oleada: 100 papeletas o más, y al menos diez veces más por hora que el día anterior.
alerts-how-silence = El silencio: un presupuesto sin papeletas seis horas después de la apertura.
alerts-how-crowd = Muchas credenciales desde una dirección, en clases a partir de 30, 100 y 300, desde medianoche (UTC). Para ello el servidor no guarda ni direcciones ni credenciales, y solo en memoria: un número por dirección, bajo una clave que olvida cada noche.
