import type { team as original } from '../en/team.js';
import type { Words } from '../words.js';

export const team: Words<typeof original> = {
  title: 'Equipo',
  intro: 'Quién entra aquí y qué puede hacer.',
  invite: 'Invitar a alguien',
  inviteTitle: 'Invitar a alguien',
  email: 'Correo electrónico',
  role: 'Función',
  roleOf: 'Función de {name}',
  send: 'Invitar',
  roleTexts: {
    owner: 'Puede hacerlo todo, también nombrar propietarios',
    admin: 'Puede hacerlo todo menos nombrar propietarios',
    manager: 'Dibuja y publica recorridos',
    member: 'Atiende a clientes y opiniones',
    server: 'Ve lo que se le comunica',
  },
  members: 'Personas',
  invitations: 'Invitaciones sin responder',
  you: 'tú',
  remove: 'Quitar el acceso',
  removeTitle: '¿Quitar el acceso a {name}?',
  removeText: '{name} ya no podrá entrar aquí. Lo que hizo se queda.',
  removed: '{name} ya no tiene acceso.',
  changed: '{name} ahora es {role}.',
  linkTitle: 'Invitación creada',
  linkText:
    'Enviamos este enlace por correo si podemos. También puedes pasarlo tú; funciona siete días y solo se muestra ahora.',
  link: 'Enlace',
  expires: 'Funciona hasta el {when}',
  revoke: 'Retirar',
  done: 'Listo',
  joined: 'desde {when}',
};
