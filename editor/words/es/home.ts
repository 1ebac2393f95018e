import type { home as original } from '../en/home.js';
import type { Words } from '../words.js';

export const home: Words<typeof original> = {
  title: 'Inicio',
  hello: {
    morning: 'Buenos días, {name}.',
    afternoon: 'Buenas tardes, {name}.',
    evening: 'Buenas noches, {name}.',
  },
  span: 'Del {from} al {to}',
  week: {
    answers:
      '{count, plural, one {# cliente ha respondido} other {# clientes han respondido}} esta semana, {average} de media.',
    allHappy: 'Nadie está descontento.',
    unhappy: '{count, plural, one {Uno está descontento.} other {# están descontentos.}}',
    sent: '{count, plural, one {Esta semana ha salido # mensaje} other {Esta semana han salido # mensajes}}. Nadie ha respondido todavía.',
    quiet:
      'Una semana tranquila por ahora. {count, plural, =0 {No hay nadie en ningún recorrido.} one {Hay # cliente en un recorrido.} other {Hay # clientes en tus recorridos.}}',
    empty: 'Todavía no hay nada en marcha. Dibuja tu primer recorrido y publícalo.',
  },
  start: {
    title: 'Su primer recorrido, hoy',
    text: '{count, plural, one {Queda un paso corto} other {Quedan # pasos cortos}}, hasta que un recorrido funcione y usted haya visto su mensaje.',
    go: 'Seguir',
  },
  needs: {
    title: 'Te necesita',
    count: '{count, plural, one {# asunto, desde {since}} other {# asuntos, el más antiguo desde {since}}}',
    none: 'Ahora nada te necesita',
    noneText: 'Aquí aparecerán las valoraciones bajas, los mensajes fallidos y las conexiones rotas.',
    gave: '{name} ha dado {count, plural, one {# estrella} other {# estrellas}}',
    noWords: 'Sin comentarios',
    somebody: 'Un cliente',
    look: 'Ver',
    reply: 'Responder',
    connection: '{name} necesita atención',
    failed:
      '{count, plural, one {No se ha podido enviar # mensaje} other {No se han podido enviar # mensajes}}',
    failedText: 'En los últimos siete días. Cada uno dice por qué.',
    unknown:
      '{count, plural, one {Puede que un mensaje no haya llegado} other {Puede que # mensajes no hayan llegado}}',
    unknownText: 'Nunca se confirmó su llegada. No enviaremos nada dos veces por nuestra cuenta.',
    held: '{name} está en pausa, todos esperan',
    heldText: '{count, plural, one {# cliente espera} other {# clientes esperan}} a que lo reanudes.',
    notice: 'Un recorrido te avisa',
  },
  numbers: {
    label: 'La semana en cifras',
    sent: 'Mensajes enviados',
    messages: 'esta semana',
    answered: 'Respondieron',
    customers: '{count, plural, one {cliente} other {clientes}}',
    average: 'Valoración media',
    ofFive: 'de 5 estrellas',
    noRating: 'todavía sin valoraciones',
    more: '{count} más',
    fewer: '{count} menos',
    higher: '{count} más alta',
    lower: '{count} más baja',
    same: 'Igual',
    than: 'que la semana pasada hasta el {day}',
    chart: 'Los últimos siete días: {values}',
  },
  journeys: {
    title: 'Recorridos en marcha',
    all: '{count, plural, one {Tu recorrido} other {Los # recorridos}}',
    hereNow: 'aquí ahora',
    answered: '{average} de media',
    answers: '{count, plural, one {# respuesta} other {# respuestas}}, 30 días',
    entered: '{count} entraron',
    enteredSince: '30 días',
    none: 'Ningún recorrido está en marcha',
    noneText: 'Empieza con una plantilla o dibuja el tuyo; no se envía nada antes de publicar.',
    begin: 'Ir a Recorridos',
  },
};
