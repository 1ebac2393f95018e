import { getPublicBusiness } from '../../db/public-business.js';
import { withBusiness } from '../../db/tenant.js';
import type { ApiDeps } from '../deps.js';

/** The answer to HELP: who texts, how to reach them, how to stop. In the language of the word that was used. */
export async function helpText(businessId: string, asked: string, { database }: Pick<ApiDeps, 'database'>) {
  const business = await withBusiness(database, { businessId }, getPublicBusiness);
  const contact = business.phone ?? business.email ?? business.website ?? '';
  const word = asked.trim().toLowerCase();
  if (/^(ayuda|informaci)/.test(word)) {
    return `${business.name}: mensajes sobre sus visitas. Contacto: ${contact}. Responda STOP para no recibir más.`;
  }
  if (/^aide/.test(word)) {
    return `${business.name} : messages au sujet de vos visites. Contact : ${contact}. Répondez STOP pour ne plus en recevoir.`;
  }
  return `${business.name}: messages about your visits. Contact: ${contact}. Msg&data rates may apply. Reply STOP to stop.`;
}
