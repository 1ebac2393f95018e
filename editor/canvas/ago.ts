import { useEffect, useState } from 'react';
import type { Words } from './words/index.js';

/** “12 s ago”, kept true. */
export function useAgo(at: number | null, { t }: Words): string {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  const seconds = at === null ? 0 : Math.max(0, Math.round((Date.now() - at) / 1000));
  if (seconds < 5) return t('people.justNow');
  return seconds < 60
    ? t('save.seconds', { n: seconds })
    : t('save.minutes', { n: Math.floor(seconds / 60) });
}
