import { about, said, writing, type Template } from './template.js';

/** Shops, with a counter or without. */
export const shop: readonly Template[] = [
  {
    id: 'after-a-purchase',
    trade: 'shop',
    name: said('After a purchase', 'Después de una compra', 'Après un achat'),
    goal: said(
      'Thanks, leaves time to try it, then asks everyone for a rating.',
      'Da las gracias, deja tiempo para probarlo y pide a todos una valoración.',
      'Remercie, laisse le temps d’essayer, puis demande une note à tous.',
    ),
    flow: (language) => {
      const { email, wait, ask, journey } = writing(language);
      return journey(
        'purchase_made',
        [
          email(
            'thanks',
            said('Thank you for your purchase', 'Gracias por su compra', 'Merci pour votre achat'),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\nthank you for buying from us. Questions about how to use it? Answer this email.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\ngracias por su compra. ¿Dudas sobre cómo usarlo? Responda a este correo.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\nmerci pour votre achat. Des questions d’usage ? Répondez à cet e-mail.\n\n{{ business.name }}",
            ),
            'try-it',
          ),
          wait('try-it', 'P7D', 'ask'),
          ask('ask'),
        ],
        { reentry: { mode: 'every', days: 90 }, goals: about('feedback_received') },
      );
    },
  },
  {
    id: 'new-customer',
    trade: 'shop',
    name: said('Welcome a new customer', 'Dar la bienvenida', 'Accueillir un nouveau client'),
    goal: said(
      'A short hello that says where to find you, once for each customer.',
      'Un breve saludo que dice dónde encontrarle, una vez por cliente.',
      'Un petit bonjour qui dit où vous trouver, une fois par client.',
    ),
    flow: (language) => {
      const { email, wait, journey } = writing(language);
      return journey(
        'customer_created',
        [
          wait('hour', 'PT1H', 'hello'),
          email(
            'hello',
            said(
              'Welcome to {{ business.name }}',
              'Bienvenido a {{ business.name }}',
              'Bienvenue chez {{ business.name }}',
            ),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\nnice to have you. If you need advice, answer this email: a person reads it.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\nnos alegra tenerle aquí. Si necesita consejo, responda a este correo: lo lee una persona.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\nravis de vous compter parmi nous. Besoin d’un conseil ? Répondez : une personne vous lit.\n\n{{ business.name }}",
            ),
            null,
          ),
        ],
        { reentry: { mode: 'once' } },
      );
    },
  },
  {
    id: 'not-seen-lately',
    trade: 'shop',
    name: said('Not seen lately', 'Hace tiempo que no viene', 'Pas vu depuis longtemps'),
    goal: said(
      'Writes to customers who agreed to news when they have not bought for three months.',
      'Escribe a quienes aceptaron novedades cuando llevan tres meses sin comprar.',
      'Écrit à ceux qui acceptent les nouvelles après trois mois sans achat.',
    ),
    flow: (language) => {
      const { email, wait, journey } = writing(language);
      return journey(
        'purchase_made',
        [
          wait('three-months', 'P3M', 'news'),
          email(
            'news',
            said('What is new with us', 'Qué hay de nuevo', 'Quoi de neuf chez nous'),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\na few new things have come in since your last visit. Drop by when you are near.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\nhan llegado algunas cosas nuevas desde su última visita. Pásese cuando esté cerca.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\nquelques nouveautés sont arrivées depuis votre dernière visite. Passez nous voir.\n\n{{ business.name }}",
            ),
            null,
            'marketing',
          ),
        ],
        { reentry: { mode: 'every', days: 90 }, onRepeat: 'restart' },
      );
    },
  },
];
