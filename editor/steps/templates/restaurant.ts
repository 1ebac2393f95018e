import { about, said, writing, type Template } from './template.js';

/** Restaurants, bars and cafés. */
export const restaurant: readonly Template[] = [
  {
    id: 'before-the-table',
    trade: 'restaurant',
    name: said('Before the reservation', 'Antes de la reserva', 'Avant la réservation'),
    goal: said(
      'Welcomes the booking and reminds on the day, so that fewer tables stay empty.',
      'Da la bienvenida a la reserva y la recuerda ese día, para que queden menos mesas vacías.',
      'Accueille la réservation et la rappelle le jour même, pour moins de tables vides.',
    ),
    flow: (language) => {
      const { email, sms, around, journey } = writing(language);
      return journey(
        'reservation_created',
        [
          email(
            'welcome',
            said(
              'Your table at {{ business.name }}',
              'Su mesa en {{ business.name }}',
              'Votre table chez {{ business.name }}',
            ),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\nyour table is reserved. Tell us about allergies or a birthday by answering this email.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\nsu mesa está reservada. Si hay alergias o un cumpleaños, cuéntenoslo respondiendo a este correo.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\nvotre table est réservée. Une allergie, un anniversaire ? Répondez à cet e-mail.\n\n{{ business.name }}",
            ),
            'the-day',
          ),
          around('the-day', 'event.data.startsAt', '', '11:00', 'remind', null),
          sms(
            'remind',
            said(
              '{{ business.name }}: we look forward to seeing you today. If you cannot come, please call us.',
              '{{ business.name }}: hoy les esperamos. Si no pueden venir, llámennos.',
              '{{ business.name }} : nous vous attendons ce jour. En cas d’empêchement, appelez-nous.',
            ),
            null,
          ),
        ],
        { stopOn: about('reservation_cancelled', 'reservation_changed') },
      );
    },
  },
  {
    id: 'after-the-meal',
    trade: 'restaurant',
    name: said('After the meal', 'Después de la comida', 'Après le repas'),
    goal: said(
      'Asks every guest the next day how it was.',
      'Pregunta a todos los clientes al día siguiente qué tal fue.',
      'Demande à chaque convive le lendemain comment c’était.',
    ),
    flow: (language) => {
      const { wait, ask, journey } = writing(language);
      return journey('reservation_completed', [wait('next-day', 'PT16H', 'ask'), ask('ask')], {
        reentry: { mode: 'every', days: 60 },
        goals: about('feedback_received'),
      });
    },
  },
  {
    id: 'no-show',
    trade: 'restaurant',
    name: said('We missed you', 'Le echamos de menos', 'Vous nous avez manqué'),
    goal: said(
      'Writes kindly to a party that did not come and offers another day.',
      'Escribe con amabilidad a quien no vino y ofrece otro día.',
      'Écrit gentiment à qui n’est pas venu et propose un autre jour.',
    ),
    flow: (language) => {
      const { sms, wait, journey } = writing(language);
      return journey(
        'reservation_no_show',
        [
          wait('next-day', 'PT18H', 'missed'),
          sms(
            'missed',
            said(
              '{{ business.name }}: we missed you. We hope all is well; call us and we will find you another table.',
              '{{ business.name }}: les echamos de menos. Esperamos que todo vaya bien; llámennos y buscamos otra mesa.',
              '{{ business.name }} : vous nous avez manqué. Tout va bien, nous espérons ; appelez-nous pour une autre table.',
            ),
            null,
          ),
        ],
        { goals: [{ type: 'reservation_created', same: 'customer' }] },
      );
    },
  },
];
