export const signIn = {
  title: 'Sign in',
  intro: 'Good to see you again.',
  email: 'Email',
  password: 'Password',
  signIn: 'Sign in',
  wrong: 'This email and password do not belong together. Check both, or choose a new password.',
  forgot: 'I forgot my password',
  forgotTitle: 'Choose a new password',
  forgotIntro: 'We send a link to your email address. It works for an hour.',
  forgotSent:
    'If there is an account under this address, a link is on its way. Look in your spam folder too.',
  forgotSend: 'Send me the link',
  back: 'Back to signing in',
  newPasswordTitle: 'Choose a new password',
  newPassword: 'New password',
  newPasswordSave: 'Save the new password',
  newPasswordDone: 'Your new password works from now on.',
  passwordHint: 'At least 10 characters. A few words in a row are good.',
  again: {
    title: 'Please sign in again',
    text: 'You were signed out because nothing happened here for a long time. Nothing you typed is lost; it goes on right after this.',
  },
} as const;
