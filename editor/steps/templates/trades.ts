import { about, said, writing, type Template } from './template.js';

/** Plumbers, electricians, cleaners, gardeners: whoever comes to the house. */
export const trades: readonly Template[] = [
  {
    id: 'after-the-job',
    trade: 'trades',
    name: said('After the job', 'Después del trabajo', 'Après l’intervention'),
    goal: said(
      'Thanks the customer, checks that all is well, then asks everyone for a rating.',
      'Da las gracias, comprueba que todo va bien y luego pide a todos una valoración.',
      'Remercie le client, vérifie que tout va bien, puis demande une note à tous.',
    ),
    flow: (language) => {
      const { email, sms, wait, ask, journey } = writing(language);
      return journey(
        'job_completed',
        [
          email(
            'thanks',
            said('Thank you for choosing us', 'Gracias por elegirnos', 'Merci de nous avoir choisis'),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\nthank you for having us for {{ event.data.service | default: 'the work' }}. If anything is not right, answer this email and we will see to it.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\ngracias por confiar en nosotros para {{ event.data.service | default: 'el trabajo' }}. Si algo no está bien, responda a este correo y lo arreglamos.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\nmerci de nous avoir confié {{ event.data.service | default: 'ces travaux' }}. Si quelque chose ne va pas, répondez à cet e-mail et nous nous en occupons.\n\n{{ business.name }}",
            ),
            'two-days',
          ),
          wait('two-days', 'P2D', 'running'),
          sms(
            'running',
            said(
              "{{ business.name }}: is everything running well after {{ event.data.service | default: 'our visit' }}? If not, just call us.",
              "{{ business.name }}: ¿va todo bien tras {{ event.data.service | default: 'nuestra visita' }}? Si no, llámenos.",
              "{{ business.name }} : tout va bien depuis {{ event.data.service | default: 'notre passage' }} ? Sinon, appelez-nous.",
            ),
            'three-days',
          ),
          wait('three-days', 'P3D', 'ask'),
          ask('ask'),
        ],
        {
          reentry: { mode: 'per_subject' },
          stopOn: about('job_cancelled'),
          goals: about('feedback_received'),
        },
      );
    },
  },
  {
    id: 'estimate-follow-up',
    trade: 'trades',
    name: said('Follow up an estimate', 'Seguir un presupuesto', 'Relancer un devis'),
    goal: said(
      'Asks twice whether an estimate has questions, then tells you to call. Stops when it is approved.',
      'Pregunta dos veces si hay dudas sobre un presupuesto y luego le avisa para llamar. Para cuando se aprueba.',
      'Demande deux fois s’il y a des questions sur un devis, puis vous prévient d’appeler. S’arrête dès l’accord.',
    ),
    flow: (language) => {
      const { email, sms, wait, team, journey } = writing(language);
      return journey(
        'estimate_sent',
        [
          wait('two-days', 'P2D', 'questions'),
          sms(
            'questions',
            said(
              "{{ business.name }}: any questions about your estimate {{ event.data.estimateNumber | default: '' }}? We are happy to explain it.",
              "{{ business.name }}: ¿alguna duda sobre su presupuesto {{ event.data.estimateNumber | default: '' }}? Se lo explicamos con gusto.",
              "{{ business.name }} : des questions sur votre devis {{ event.data.estimateNumber | default: '' }} ? Nous vous expliquons volontiers.",
            ),
            'five-days',
          ),
          wait('five-days', 'P5D', 'still-there'),
          email(
            'still-there',
            said('Your estimate is still good', 'Su presupuesto sigue en pie', 'Votre devis tient toujours'),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\nyour estimate for {{ event.data.service | default: 'the work' }} is still good. Answer this email and we will find a day.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\nsu presupuesto para {{ event.data.service | default: 'el trabajo' }} sigue en pie. Responda a este correo y buscamos un día.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\nvotre devis pour {{ event.data.service | default: 'les travaux' }} tient toujours. Répondez à cet e-mail et nous trouverons un jour.\n\n{{ business.name }}",
            ),
            'week',
          ),
          wait('week', 'P7D', 'call'),
          team(
            'call',
            said(
              'No answer to the estimate yet: a call may help.',
              'Aún no hay respuesta al presupuesto: una llamada puede ayudar.',
              'Pas encore de réponse au devis : un appel peut aider.',
            ),
          ),
        ],
        { goals: about('estimate_approved', 'job_scheduled') },
      );
    },
  },
  {
    id: 'before-the-visit',
    trade: 'trades',
    name: said('Before the visit', 'Antes de la visita', 'Avant le passage'),
    goal: said(
      'Confirms the appointment and reminds the day before.',
      'Confirma la cita y la recuerda el día anterior.',
      'Confirme le rendez-vous et le rappelle la veille.',
    ),
    flow: (language) => {
      const { sms, around, journey } = writing(language);
      const field = 'event.data.startsAt';
      return journey(
        'job_scheduled',
        [
          sms(
            'confirm',
            said(
              "{{ business.name }}: your appointment for {{ event.data.service | default: 'the work' }} is booked. We will remind you the day before.",
              "{{ business.name }}: su cita para {{ event.data.service | default: 'el trabajo' }} queda anotada. Se la recordamos el día antes.",
              "{{ business.name }} : votre rendez-vous pour {{ event.data.service | default: 'les travaux' }} est pris. Nous vous le rappelons la veille.",
            ),
            'day-before',
          ),
          around('day-before', field, '-P1D', '10:00', 'remind', null),
          sms(
            'remind',
            said(
              "{{ business.name }}: see you tomorrow{% if event.data.startsAt %}, {{ event.data.startsAt | date: '%d/%m at %H:%M' }}{% endif %}. If it does not suit you, call us.",
              "{{ business.name }}: nos vemos mañana{% if event.data.startsAt %}, {{ event.data.startsAt | date: '%d/%m a las %H:%M' }}{% endif %}. Si no le viene bien, llámenos.",
              "{{ business.name }} : à demain{% if event.data.startsAt %}, {{ event.data.startsAt | date: '%d/%m, %H:%M' }}{% endif %}. Si cela ne convient pas, appelez-nous.",
            ),
            null,
          ),
        ],
        { stopOn: about('job_cancelled', 'job_rescheduled') },
      );
    },
  },
  {
    id: 'unpaid-invoice',
    trade: 'trades',
    name: said('Unpaid invoice', 'Factura sin pagar', 'Facture impayée'),
    goal: said(
      'Reminds kindly twice, then tells you. Stops the moment it is paid.',
      'Recuerda con amabilidad dos veces y luego le avisa. Para en cuanto se paga.',
      'Rappelle gentiment deux fois, puis vous prévient. S’arrête dès le paiement.',
    ),
    flow: (language) => {
      const { email, sms, wait, team, journey } = writing(language);
      return journey(
        'invoice_overdue',
        [
          email(
            'kindly',
            said('A reminder of your invoice', 'Un recordatorio de su factura', 'Rappel de votre facture'),
            said(
              "Hello {{ customer.firstName | default: 'there' }},\n\ninvoice {{ event.data.invoiceNumber | default: '' }} is still open. If you have paid it already, please forget this message.\n\n{{ business.name }}",
              "Hola, {{ customer.firstName | default: 'buenos días' }}:\n\nla factura {{ event.data.invoiceNumber | default: '' }} sigue pendiente. Si ya la ha pagado, no haga caso de este mensaje.\n\n{{ business.name }}",
              "Bonjour {{ customer.firstName | default: 'à vous' }},\n\nla facture {{ event.data.invoiceNumber | default: '' }} n’est pas encore réglée. Si c’est déjà fait, oubliez ce message.\n\n{{ business.name }}",
            ),
            'week',
          ),
          wait('week', 'P7D', 'again'),
          sms(
            'again',
            said(
              "{{ business.name }}: invoice {{ event.data.invoiceNumber | default: '' }} is still open. Questions? Call us.",
              "{{ business.name }}: la factura {{ event.data.invoiceNumber | default: '' }} sigue pendiente. ¿Dudas? Llámenos.",
              "{{ business.name }} : la facture {{ event.data.invoiceNumber | default: '' }} reste due. Des questions ? Appelez-nous.",
            ),
            'another-week',
          ),
          wait('another-week', 'P7D', 'tell'),
          team(
            'tell',
            said(
              'An invoice is still unpaid after two reminders.',
              'Una factura sigue sin pagar tras dos recordatorios.',
              'Une facture reste impayée après deux rappels.',
            ),
          ),
        ],
        { goals: about('invoice_paid'), stopOn: about('invoice_voided') },
      );
    },
  },
];
