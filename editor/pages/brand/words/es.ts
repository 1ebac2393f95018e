import type { Words } from '../../../words/words.js';
import type { en } from './en.js';

export const es: Words<typeof en> = {
  title: 'Tu logotipo',
  intro: 'Tus clientes lo ven en tus páginas, al principio de tus correos y en los códigos impresos.',
  none: 'Sin él, ven la primera letra de tu nombre en tu color.',
  choose: 'Elegir una imagen',
  replace: 'Elegir otra',
  remove: 'Quitar',
  removed: 'El logotipo ya no está. Los correos enviados dicen tu nombre en su lugar.',
  saved: 'El logotipo está puesto.',
  hint: 'PNG, JPEG, WebP o SVG. Lo hacemos lo bastante pequeño para que cargue al momento.',
  byDay: 'De día',
  byNight: 'De noche',
  alt: 'Tu logotipo actual',
  unreadable: 'Este archivo no es una imagen que tu navegador pueda mostrar. Prueba con un PNG o un JPEG.',
  tooHeavy: 'Esta imagen sigue pesando demasiado, incluso pequeña. Prueba con una más sencilla.',
};
