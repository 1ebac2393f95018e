import type { setUp as original } from '../en/set-up.js';
import type { Words } from '../words.js';

export const setUp: Words<typeof original> = {
  title: 'Configura tu negocio',
  intro: 'Dos minutos. Podrás cambiarlo todo después.',
  business: 'Nombre de tu negocio',
  kind: 'Sector',
  name: 'Tu nombre',
  email: 'Tu correo',
  password: 'Elige una contraseña',
  passwordHint: 'Al menos 10 caracteres. Unas cuantas palabras seguidas van bien.',
  create: 'Empezar',
  fill: 'Rellena esto.',
  done: 'Este Journeyman ya está configurado',
  doneText: 'Inicia sesión o pide una invitación a un propietario.',
  signIn: 'Iniciar sesión',
  join: {
    title: 'Tienes una invitación',
    intro: 'Elige un nombre y una contraseña. Si ya tienes una cuenta con este correo, pon su contraseña.',
    password: 'Contraseña',
    accept: 'Unirme',
    gone: 'Esta invitación ya no funciona. Pide otra.',
    welcome: 'Te has unido a {business}. Inicia sesión para empezar.',
  },
};
