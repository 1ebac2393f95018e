/** Words of the card with the logo. */
export const en = {
  title: 'Your logo',
  intro: 'Customers see it on your pages, at the head of your emails and on printed codes.',
  none: 'Without one, they see the first letter of your name in your colour.',
  choose: 'Choose a picture',
  replace: 'Choose another',
  remove: 'Remove',
  removed: 'The logo is gone. Emails you sent say your name instead.',
  saved: 'The logo is in place.',
  hint: 'PNG, JPEG, WebP or SVG. We make it small enough to load at once.',
  byDay: 'By day',
  byNight: 'By night',
  alt: 'Your logo now',
  unreadable: 'This file is no picture your browser can show. Try a PNG or JPEG.',
  tooHeavy: 'This picture stays too heavy, even when small. Try a simpler one.',
};
