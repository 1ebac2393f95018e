import { retryAfterSeconds, type ProviderAnswer } from '../../lib/provider-http.js';
import { later, OPERATOR_RETRY_SECONDS, permanently, unknown, type SendOutcome } from './provider.js';

type Answered = Extract<ProviderAnswer, { outcome: 'answered' }>;

/**
 * What an answer means by HTTP alone, for whatever a provider's own codes have not already settled.
 * `where` names the provider in the sentence.
 */
export function outcomeOfStatus(
  where: string,
  { status, headers }: Answered,
  code: string,
  now: Date,
): SendOutcome {
  const wait = retryAfterSeconds(headers['retry-after'], now);
  if (status === 429) return later(code, `${where} asks us to slow down.`, wait);
  if (status === 503) return later(code, `${where} is not available right now.`, wait);
  if (status === 401 || status === 403) {
    return later(
      code,
      `${where} does not accept our key. An operator must look at the settings.`,
      OPERATOR_RETRY_SECONDS,
    );
  }
  if (status === 404)
    return later(
      code,
      `${where} is not at that address. An operator must look at the settings.`,
      OPERATOR_RETRY_SECONDS,
    );
  if (status === 408 || status >= 500 || status < 400)
    return unknown(code, `${where} answered ${status}; the message may have been sent.`);
  return permanently(code, `${where} refused this message (${status}).`);
}

/** What it means that there was no answer. */
export function outcomeOfSilence(where: string, answer: Exclude<ProviderAnswer, Answered>): SendOutcome {
  if (answer.outcome === 'not_sent') return later(answer.code, `${where} could not be reached.`);
  return unknown(answer.code, `${where} did not answer; the message may have been sent.`);
}
