import type { Request } from 'express';

/**
 * Does a request say of itself that no person is looking: a prefetch, a preview, a robot, a scanner of mail? Most that
 * are not persons say so; a program that pretends to be a browser cannot be told by its request alone.
 *
 * Sources: Fetch Metadata Request Headers (W3C), “Sec-Purpose” (WHATWG Fetch), and the agents that makers of link
 * previews and of scanners publish.
 */
export function saysItIsAProgram(request: Request): boolean {
  if (request.method !== 'GET') return true;
  const purpose = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => request.get(name) ?? '');
  if (purpose.some((said) => /prefetch|prerender|preview/i.test(said))) return true;
  const agent = request.get('user-agent') ?? '';
  if (agent === '' || PROGRAMS.test(agent) || calledOtherwise(request, agent)) return true;
  const [mode, destination] = [request.get('sec-fetch-mode'), request.get('sec-fetch-dest')];
  if (mode !== undefined && mode !== 'navigate') return true;
  return destination !== undefined && destination !== 'document';
}

/** A browser gives its version twice (User-Agent Client Hints, WICG); a program that borrowed a name gives two. */
function calledOtherwise(request: Request, agent: string): boolean {
  const hint = request.get('sec-ch-ua') ?? '';
  if (/headless/i.test(hint)) return true;
  const [hinted, named] = [/"Chromium";v="(\d+)/.exec(hint)?.[1], /Chrome\/(\d+)/.exec(agent)?.[1]];
  return hinted !== undefined && named !== undefined && hinted !== named;
}

const PROGRAMS =
  /(?<!cu)bot\b|bot\/|crawl|spider|slurp|scan|preview|headless|phantom|puppeteer|playwright|selenium|lighthouse|facebookexternalhit|meta-externalagent|whatsapp|telegram|slack|skype|discord|linkedin|pinterest|embedly|validator|monitor|uptime|curl|wget|python|java\/|go-http|okhttp|node|undici|axios|libwww|httpclient|ruby|perl|safelinks|safebrowsing|proofpoint|mimecast|barracuda|symantec|trendmicro|sophos|fortinet|googleimageproxy|yahoomailproxy|bingpreview/i;

/**
 * Did a person press or type this? Browsers say so with `Sec-Fetch-User: ?1` on a navigation somebody began
 * (W3C Fetch Metadata, §2.4); a script that follows a link does not, and neither does a program that fetches one.
 */
export function saysAPersonActed(request: Request): boolean {
  return (
    !saysItIsAProgram(request) &&
    request.get('sec-fetch-mode') === 'navigate' &&
    request.get('sec-fetch-user') === '?1'
  );
}
