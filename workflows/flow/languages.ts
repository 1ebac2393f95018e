interface Texts {
  subject?: string | undefined;
  body?: string | undefined;
}

/**
 * The wording for a customer: the version of their language (`es-MX`, else `es`), and from the main
 * text whatever that version leaves out.
 */
export function textsFor(
  settings: Texts & { languages?: Record<string, Texts> | undefined },
  locale: string | null | undefined,
): { subject?: string; body?: string; language: string | null } {
  const language = languageOf(Object.keys(settings.languages ?? {}), locale);
  const version = language === null ? {} : (settings.languages?.[language] ?? {});
  const subject = version.subject ?? settings.subject;
  const body = version.body ?? settings.body;
  return { language, ...(subject === undefined ? {} : { subject }), ...(body === undefined ? {} : { body }) };
}

function languageOf(offered: string[], locale: string | null | undefined): string | null {
  if (!locale) return null;
  const wanted = locale.replace(/_/g, '-').toLowerCase();
  const [base] = wanted.split('-');
  const exact = offered.find((one) => one.toLowerCase() === wanted);
  return (
    exact ??
    offered.find((one) => one.toLowerCase() === base) ??
    offered.find((one) => one.toLowerCase().split('-')[0] === base) ??
    null
  );
}
