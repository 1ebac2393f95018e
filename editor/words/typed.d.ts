import type { en } from './en/index.js';
import type { Language } from './words.js';

declare module 'use-intl' {
  interface AppConfig {
    Messages: typeof en;
    Locale: Language;
  }
}
