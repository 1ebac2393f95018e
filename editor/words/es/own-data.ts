import type { ownData as original } from '../en/own-data.js';
import type { Words } from '../words.js';

export const ownData: Words<typeof original> = {
  title: 'Datos',
  intro: 'Tus clientes son tuyos: llévatelos, o borra a uno para siempre.',
  export: 'Llevarte tus clientes',
  exportText: 'Todos con nombre, contacto, idioma y etiquetas, en un archivo.',
  csv: 'Como tabla (CSV)',
  json: 'Como JSON',
  collecting: 'Reuniendo a todos …',
  exported: 'El archivo está en tus descargas.',
  erase: 'Borrar a un cliente',
  eraseText:
    'Cuando alguien lo pide: se van nombre, contacto, mensajes y respuestas. Quedan las cifras, sin la persona.',
  find: 'Buscar al cliente',
  findHint: 'Nombre, correo o teléfono',
  eraseOne: 'Borrar',
  eraseTitle: '¿Borrar a {name}?',
  eraseConfirm:
    'Termina todo recorrido en el que está {name} y se va lo que sabemos. Escribe el nombre para seguir.',
  typeName: 'Nombre',
  erased: 'El cliente está borrado.',
  nobody: 'Nadie coincide.',
  unnamed: 'Sin nombre',
};
