export const setUp = {
  title: 'Set up your business',
  intro: 'Two minutes. You can change everything later.',
  business: 'Name of your business',
  kind: 'Trade',
  name: 'Your name',
  email: 'Your email',
  password: 'Choose a password',
  passwordHint: 'At least 10 characters. A few words in a row are good.',
  create: 'Begin',
  fill: 'Fill this in.',
  done: 'This Journeyman is already set up',
  doneText: 'Sign in, or ask an owner for an invitation.',
  signIn: 'Sign in',
  join: {
    title: 'You are invited',
    intro:
      'Choose a name and a password. If you already have an account under this email, give its password.',
    password: 'Password',
    accept: 'Join',
    gone: 'This invitation no longer works. Ask for a new one.',
    welcome: 'You have joined {business}. Sign in to begin.',
  },
} as const;
