import type { signIn as original } from '../en/sign-in.js';
import type { Words } from '../words.js';

export const signIn: Words<typeof original> = {
  title: 'Iniciar sesión',
  intro: 'Nos alegra verte de nuevo.',
  email: 'Correo electrónico',
  password: 'Contraseña',
  signIn: 'Iniciar sesión',
  wrong: 'Este correo y esta contraseña no van juntos. Revisa los dos o elige una contraseña nueva.',
  forgot: 'He olvidado mi contraseña',
  forgotTitle: 'Elige una contraseña nueva',
  forgotIntro: 'Te enviamos un enlace a tu correo. Funciona durante una hora.',
  forgotSent:
    'Si hay una cuenta con esta dirección, el enlace va de camino. Mira también en el correo no deseado.',
  forgotSend: 'Enviadme el enlace',
  back: 'Volver a iniciar sesión',
  newPasswordTitle: 'Elige una contraseña nueva',
  newPassword: 'Contraseña nueva',
  newPasswordSave: 'Guardar la contraseña nueva',
  newPasswordDone: 'Tu contraseña nueva ya funciona.',
  passwordHint: 'Al menos 10 caracteres. Unas cuantas palabras seguidas van bien.',
  again: {
    title: 'Vuelve a iniciar sesión',
    text: 'La sesión se cerró porque aquí no pasó nada durante mucho tiempo. No se pierde nada de lo que has escrito; continúa justo después de esto.',
  },
};
