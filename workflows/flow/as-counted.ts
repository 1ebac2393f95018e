/** As long as the token of a short link. */
const TOKEN = 'x'.repeat(12);

/**
 * A text with every address of somewhere else as long as it will be when it is sent: led through ours where presses are
 * counted. `origin` is where our own links begin; they stay.
 */
export const asCounted = (text: string, origin: string): string =>
  text.replace(/https?:\/\/[^\s<>"]+/gi, (found) => {
    const address = found.replace(/[.,;:!?'’”»)\]]{1,9}$/, '');
    const isOurs = address === origin || address.startsWith(`${origin}/`);
    return isOurs ? found : `${origin}/l/${TOKEN}${found.slice(address.length)}`;
  });
