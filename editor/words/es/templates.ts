import type { templates as en } from '../en/templates.js';
import type { Words } from '../words.js';

export const templates: Words<typeof en> = {
  title: 'Plantillas',
  intro: 'Recorridos que funcionan tal cual. Tome uno, cambie lo que quiera y publíquelo cuando esté listo.',
  filter: 'Qué sector',
  all: 'Todos',
  trades: 'Oficios',
  restaurant: 'Restaurantes',
  hotel: 'Hoteles',
  shop: 'Tiendas',
  begins: 'Empieza cuando',
  needs: 'Usa estos datos',
  nothing: 'Nada más que el cliente',
  messages: '{count, plural, one {El único mensaje} other {Los # mensajes}}',
  standard: 'Nuestra propia pregunta en el idioma del cliente, con un enlace para responder.',
  use: 'Usar esta',
  useNamed: 'Usar «{name}»',
};
