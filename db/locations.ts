import { archivable, type Archivable } from './archivable.js';

export interface LocationRow extends Archivable {
  kind: string;
  brand: string | null;
  address: string | null;
  timezone: string | null;
  phone: string | null;
  reviewLinks: unknown;
}

export const locations = archivable<LocationRow>('tenancy.locations', {
  id: 'id',
  externalId: 'external_id',
  name: 'name',
  kind: 'kind',
  brand: 'brand',
  address: 'address',
  timezone: 'timezone',
  phone: 'phone',
  reviewLinks: 'review_links',
  createdAt: 'created_at',
});

export const findLocation = locations.find;
