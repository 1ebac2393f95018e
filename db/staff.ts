import { archivable, type Archivable } from './archivable.js';

export interface StaffRow extends Archivable {
  kind: string;
  locationId: string | null;
}

export const staff = archivable<StaffRow>('tenancy.staff', {
  id: 'id',
  externalId: 'external_id',
  name: 'name',
  kind: 'kind',
  locationId: 'location_id',
  createdAt: 'created_at',
});

export const findStaff = staff.find;
