import type { ReasonCode } from '../reasons.js';
import type { Translated } from './in-language.js';

/** Every reason of the engine in Spanish and French, with the blanks of the English one. */
export const REASON_WORDS: Readonly<Record<ReasonCode, Translated>> = {
  finished: ['El recorrido ha terminado.', 'Le parcours est terminé.'],
  goal: ['Se alcanzó la meta: {what}.', 'Le but est atteint : {what}.'],
  stop_rule: ['Parado porque pasó esto: {what}.', 'Arrêté, parce que ceci est arrivé : {what}.'],
  expired: ['Se acabó el tiempo del recorrido.', 'Le temps du parcours est écoulé.'],
  merged: [
    'Se unieron dos fichas de este cliente; sigue el paso más antiguo.',
    'Deux fiches de ce client ont été réunies ; le passage le plus ancien continue.',
  ],
  restarted: ['Empezó de nuevo con datos más nuevos.', 'Recommencé avec des nouvelles plus fraîches.'],
  stopped_by_hand: ['Alguien del equipo lo paró.', 'Quelqu’un de l’équipe l’a arrêté.'],
  customer_erased: ['Se borraron los datos del cliente.', 'Les données du client ont été effacées.'],
  version_ended: [
    'Se cambió el recorrido y los que esperaban aquí salieron.',
    'Le parcours a été modifié, et ceux qui attendaient ici sont sortis.',
  ],
  subject_cancelled: [
    'Aquello de lo que trataba se canceló: {what}.',
    'Ce dont il s’agissait a été annulé : {what}.',
  ],
  endless_loop: [
    'El recorrido daba vueltas sin esperar nunca, así que se paró.',
    'Le parcours tournait sans jamais attendre ; il a été arrêté.',
  ],
  step_missing: [
    'El paso «{step}» ya no está en el recorrido.',
    'L’étape « {step} » n’est plus dans le parcours.',
  ],
  waiting: ['Espera hasta el {until}.', 'Attend jusqu’au {until}.'],
  listening: ['Espera a que pase algo.', 'Attend que quelque chose arrive.'],
  wait_over: ['La espera ha acabado.', 'L’attente est finie.'],
  already_past: ['Ese momento ya había pasado.', 'Ce moment était déjà passé.'],
  missing_date: [
    'No se conoce «{field}», así que no hay fecha que esperar.',
    '« {field} » n’est pas connu : il n’y a pas de date à attendre.',
  ],
  invalid_date: ['«{field}» no es una fecha.', '« {field} » n’est pas une date.'],
  past_date: ['La fecha de «{field}» ya ha pasado.', 'La date de « {field} » est passée.'],
  happened: ['Ha pasado: {what}.', 'C’est arrivé : {what}.'],
  timed_out: ['No pasó nada a tiempo.', 'Rien n’est arrivé à temps.'],
  arm_held: ['Porque {what}.', 'Parce que {what}.'],
  no_arm_held: ['No se cumplió ninguna comprobación.', 'Aucune vérification n’était vraie.'],
  shared_out: ['Elegido por reparto.', 'Choisi par répartition.'],
  jumped: [
    'Fue al paso «{step}», vez {pass} de {most}.',
    'Allé à l’étape « {step} », fois {pass} sur {most}.',
  ],
  skipped_by_hand: ['Saltado a mano.', 'Sauté à la main.'],
  moved: ['Movido a mano a otro paso.', 'Déplacé à la main à une autre étape.'],
  resumed: ['Sigue.', 'Reprend.'],
  overdue_skipped: [
    'No enviado: tocaba mientras el recorrido estaba detenido.',
    'Non envoyé : c’était dû pendant que le parcours était retenu.',
  ],
  exhausted: ['Ya había dado {most} vueltas.', 'Avait déjà tourné {most} fois.'],
  replanned: [
    'Lo que espera ha cambiado; ahora hasta el {until}.',
    'Ce qu’il attend a bougé ; maintenant jusqu’au {until}.',
  ],
  sent: ['Enviado.', 'Envoyé.'],
  quiet_hours: [
    'Retenido hasta el {until}: es hora de silencio donde está el cliente.',
    'Retenu jusqu’au {until} : c’est une heure de silence là où est le client.',
  ],
  marketing_hours: [
    'Retenido hasta el {until}: los SMS publicitarios solo salen de 08:00 a 21:00.',
    'Retenu jusqu’au {until} : les SMS publicitaires ne partent que de 08:00 à 21:00.',
  ],
  send_window: [
    'Retenido hasta el {until}: fuera de las horas de envío.',
    'Retenu jusqu’au {until} : hors des heures d’envoi.',
  ],
  cap: [
    'Retenido hasta el {until}: el cliente ya ha recibido {max} mensajes.',
    'Retenu jusqu’au {until} : le client a déjà reçu {max} messages.',
  ],
  too_late: [
    'No enviado: habría llegado demasiado tarde para servir.',
    'Non envoyé : trop tard pour être utile.',
  ],
  no_address: [
    'No enviado: falta un dato de este cliente ({address}).',
    'Non envoyé : il manque une donnée de ce client ({address}).',
  ],
  opted_out: [
    'No enviado: el cliente no quiere mensajes de {purpose} por {channel}.',
    'Non envoyé : le client ne veut pas de messages de {purpose} par {channel}.',
  ],
  suppressed: [
    'No enviado: ya no se debe escribir a este cliente ({address}).',
    'Non envoyé : il ne faut plus écrire à ce client ({address}).',
  ],
  no_consent: [
    'No enviado: el cliente no ha aceptado mensajes de {purpose} por {channel}.',
    'Non envoyé : le client n’a pas accepté de messages de {purpose} par {channel}.',
  ],
  missing_field: [
    'No enviado: no se conoce «{field}» de este cliente y el mensaje no da un texto de reserva.',
    'Non envoyé : « {field} » n’est pas connu pour ce client, et le message n’a pas de texte de secours.',
  ],
  template_error: [
    'No enviado: el mensaje no se pudo componer ({what}).',
    'Non envoyé : le message n’a pas pu être composé ({what}).',
  ],
  no_allowed_time: [
    'No enviado: las horas de envío no dejan ningún momento.',
    'Non envoyé : les heures d’envoi ne laissent aucun moment.',
  ],
  provider_unavailable: [
    'Retenido hasta el {until}: el proveedor no admite mensajes ahora ({what}).',
    'Retenu jusqu’au {until} : le fournisseur ne prend pas de messages en ce moment ({what}).',
  ],
  sender_rate: [
    'Retenido hasta el {until}: el remitente no puede enviar más deprisa.',
    'Retenu jusqu’au {until} : l’expéditeur ne peut pas envoyer plus vite.',
  ],
  outcome_unknown: [
    'El proveedor no contestó; puede haber llegado, así que no se envía otra vez.',
    'Le fournisseur n’a pas répondu ; il est peut-être arrivé, donc il n’est pas renvoyé.',
  ],
  refused: ['El proveedor lo rechazó: {what}.', 'Le fournisseur l’a refusé : {what}.'],
  reminder: ['Un recordatorio, porque no había respuesta.', 'Un rappel, faute de réponse.'],
  answered: ['El cliente ha contestado.', 'Le client a répondu.'],
  not_simulated: [
    'Una prueba no hace esto; sigue como si hubiera salido bien.',
    'Un essai ne fait pas cela ; il continue comme si cela avait marché.',
  ],
  entered: ['Ha entrado.', 'Est entré.'],
  other_event: ['Este recorrido empieza con otra cosa.', 'Ce parcours commence autrement.'],
  condition_not_met: [
    'No se cumplían las comprobaciones del inicio: {what}.',
    'Les vérifications du début n’étaient pas remplies : {what}.',
  ],
  nobody_inside: [
    'Este recorrido espera esto, pero nadie a quien le toque está dentro.',
    'Ce parcours attend ceci, mais personne de concerné n’est à l’intérieur.',
  ],
  already_in: ['El cliente ya está en este recorrido.', 'Le client est déjà dans ce parcours.'],
  been_through: ['El cliente ya pasó por este recorrido.', 'Le client est déjà passé par ce parcours.'],
  been_through_subject: [
    'El cliente ya pasó por este recorrido por lo mismo.',
    'Le client est déjà passé par ce parcours pour la même chose.',
  ],
  too_soon: [
    'El cliente estuvo en este recorrido hace menos de {days} días.',
    'Le client était dans ce parcours il y a moins de {days} jours.',
  ],
  paused: ['El recorrido está en pausa.', 'Le parcours est en pause.'],
  no_customer: ['El suceso no nombra a ningún cliente.', 'L’événement ne nomme aucun client.'],
  too_deep: [
    'Sucesos causados por sucesos causados por sucesos: aquí se acaba.',
    'Des événements causés par des événements causés par des événements : cela s’arrête ici.',
  ],
};
