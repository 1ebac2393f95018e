import { localWords } from '../../../words/local.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';

export const useCustomerWords = localWords<typeof en>({ en, es, fr });
