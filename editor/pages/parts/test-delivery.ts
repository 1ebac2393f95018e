/**
 * Deliver a harmless event to a connection the way an outside system would: signed with its secret as Standard
 * Webhooks 1.0.0 says. Only possible while the secret is at hand, which is right after it was made.
 */
export async function sendTestDelivery(
  address: string,
  secret: string,
): Promise<{ accepted: true } | { accepted: false; why: string }> {
  const id = `test-${crypto.randomUUID()}`;
  const stamp = String(Math.floor(Date.now() / 1000));
  const body = JSON.stringify({
    id,
    type: 'custom_test_delivery',
    occurredAt: new Date().toISOString(),
    data: { test: true },
  });
  // The address may name a host the browser does not know; this page comes from the same server.
  const response = await fetch(new URL(address).pathname, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': stamp,
      'webhook-signature': `v1,${await sign(`${id}.${stamp}.${body}`, secret)}`,
    },
    body,
  });
  if (response.ok) return { accepted: true };
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  return { accepted: false, why: problem.detail ?? String(response.status) };
}

async function sign(text: string, secret: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}
