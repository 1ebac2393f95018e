import { about, said, writing, type Template } from './template.js';

/** Hotels, guest houses and flats. */
export const hotel: readonly Template[] = [
  {
    id: 'during-the-stay',
    trade: 'hotel',
    name: said('During the stay', 'Durante la estancia', 'Pendant le séjour'),
    goal: said(
      'Asks on the first evening whether anything is missing, while you can still help.',
      'Pregunta la primera tarde si falta algo, cuando aún se puede ayudar.',
      'Demande le premier soir s’il manque quelque chose, quand on peut encore aider.',
    ),
    flow: (language) => {
      const { sms, wait, journey } = writing(language);
      return journey(
        'stay_checked_in',
        [
          wait('settle', 'PT3H', 'all-well'),
          sms(
            'all-well',
            said(
              "{{ business.name }}: welcome, {{ customer.firstName | default: 'dear guest' }}. Is anything missing in your room? Just tell us at the desk.",
              "{{ business.name }}: le damos la bienvenida, {{ customer.firstName | default: 'estimado cliente' }}. ¿Falta algo en la habitación? Díganoslo en recepción.",
              "{{ business.name }} : bienvenue, {{ customer.firstName | default: 'cher client' }}. Manque-t-il quelque chose ? Dites-le à la réception.",
            ),
            null,
          ),
        ],
        { stopOn: about('stay_checked_out') },
      );
    },
  },
  {
    id: 'after-the-stay',
    trade: 'hotel',
    name: said('After the stay', 'Después de la estancia', 'Après le séjour'),
    goal: said(
      'Thanks each guest and asks for a rating the day after departure.',
      'Da las gracias a cada huésped y pide una valoración el día después de la salida.',
      'Remercie chaque hôte et demande une note le lendemain du départ.',
    ),
    flow: (language) => {
      const { email, wait, ask, journey } = writing(language);
      return journey(
        'stay_checked_out',
        [
          email(
            'thanks',
            said('Safe travels home', 'Buen viaje de vuelta', 'Bon retour'),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\nthank you for staying with us. Forgot something? Answer this email and we will look for it.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\ngracias por alojarse con nosotros. ¿Olvidó algo? Responda a este correo y lo buscamos.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\nmerci d’avoir séjourné chez nous. Un oubli ? Répondez à cet e-mail et nous chercherons.\n\n{{ business.name }}",
            ),
            'day',
          ),
          wait('day', 'P1D', 'ask'),
          ask('ask'),
        ],
        { goals: about('feedback_received') },
      );
    },
  },
  {
    id: 'come-again',
    trade: 'hotel',
    name: said('Come again', 'Vuelva pronto', 'Revenez nous voir'),
    goal: said(
      'Invites guests who agreed to news back after ten months. Stops when they book.',
      'Invita a volver a los diez meses a quienes aceptaron recibir novedades. Para cuando reservan.',
      'Invite à revenir après dix mois ceux qui acceptent les nouvelles. S’arrête dès la réservation.',
    ),
    flow: (language) => {
      const { email, wait, journey } = writing(language);
      return journey(
        'stay_checked_out',
        [
          wait('months', 'P10M', 'invite'),
          email(
            'invite',
            said('Time for another visit?', '¿Le apetece volver?', 'Envie de revenir ?'),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\nit has been a while. Answer this email with your dates and we will keep a good room for you.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\nha pasado un tiempo. Responda con sus fechas y le guardamos una buena habitación.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\ncela fait longtemps. Répondez avec vos dates et nous vous gardons une belle chambre.\n\n{{ business.name }}",
            ),
            null,
            'marketing',
          ),
        ],
        {
          reentry: { mode: 'every', days: 300 },
          stopOn: ['reservation_created', 'stay_checked_in'].map((type) => ({ type, same: 'customer' })),
        },
      );
    },
  },
];
