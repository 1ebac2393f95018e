import { chosenBusiness } from '../../api/session.js';
import { Refusal, type ProblemBody } from '../../api/refusal.js';

/** A file of a code: `svg`, `png?size=2048`, `pdf?format=tent`. Throws a Refusal. */
export async function codeFile(id: string, kind: string): Promise<Blob> {
  const business = chosenBusiness();
  const reply = await fetch(`/api/v1/qr-codes/${id}.${kind}`, {
    headers: business ? { 'journeyman-business': business } : {},
  }).catch(() => {
    throw new Refusal(0, { code: 'offline' });
  });
  if (!reply.ok) throw new Refusal(reply.status, (await reply.json().catch(() => ({}))) as ProblemBody);
  return reply.blob();
}

/** Puts a file where downloads go, under this name. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
