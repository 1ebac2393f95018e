/** A moment as answers write one: RFC 3339 in UTC. */
export const iso = (at: Date): string => at.toISOString();
export const isoOrNull = (at: Date | null): string | null => at && at.toISOString();
