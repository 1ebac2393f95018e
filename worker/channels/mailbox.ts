/** The address in `Name <address>`, or the text itself. */
export function addressOf(mailbox: string): string {
  return /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();
}

/** `"Name" <address>` (RFC 5322 §3.4), the name made harmless; `name` replaces the one in `from`. */
export function mailboxOf(from: string, name: string | undefined): string {
  if (!name) return from;
  const quoted = name
    .replace(/[\p{Cc}"\\<>]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return quoted ? `"${quoted}" <${addressOf(from)}>` : addressOf(from);
}
