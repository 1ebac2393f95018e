/**
 * Blank out whatever looks personal or secret in a line of text: e-mail addresses, phone numbers written
 * with a +, keys and tokens, and the token part of customers' links. The last net, not the wall: it
 * cannot recognise a name.
 */
export function scrub(line: string): string {
  return line
    .replace(/\bjm_([2-9a-z]{8})_[A-Za-z0-9_-]+/g, 'jm_$1_…')
    .replace(/\b(whsec|whsk|sk|rk|re|pk)_[A-Za-z0-9+/=_-]{8,}/g, '$1_…')
    .replace(/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi, '$1 …')
    .replace(/:\/\/[^\s:/@"]*:[^\s@"]+@/g, '://')
    .replace(tokenLink, '/$1/…')
    .replace(/[^\s"'<>()[\]{},;:=\\/@]{1,64}(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*/g, '…@…')
    .replace(/(?:\+|%2B)\d(?:[ ().-]{0,2}\d){6,14}/gi, '+…')
    .replace(/(?<![\w-])[\w-]{22}(?![\w-])/g, (word) => (isRandom(word) ? '…' : word));
}

/**
 * The path of a request as it may be written down: no query, which may hold anything, and no token of a
 * customer's link (`/r/…`).
 */
export function maskPath(url: string): string {
  const path = url.replace(/[?#].*$/s, '');
  return scrub(path.replace(tokenLink, '/$1/…'));
}

const tokenLink = /\/(r|u|why|w|c|l|invitations?|reset-password)\/[^/\s"?#\\]+/g;

/** Upper case, lower case and digits all occur: no word or constant of ours looks like that. */
function isRandom(word: string): boolean {
  return /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word);
}
