import { hotel } from './hotel.js';
import { restaurant } from './restaurant.js';
import { shop } from './shop.js';
import { trades } from './trades.js';
import type { Template, Trade } from './template.js';

export type { Template, Trade } from './template.js';
export const TRADES: readonly Trade[] = ['trades', 'restaurant', 'hotel', 'shop'];
export const TEMPLATES: readonly Template[] = [...trades, ...restaurant, ...hotel, ...shop];
