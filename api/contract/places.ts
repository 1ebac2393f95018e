import { z } from 'zod';
import { phone, reviewLinks, timezone } from './business.js';
import { defineOperation } from './operation.js';
import { id, idParams, instantOut, pageOf, pageQuery, words } from './shapes.js';

const LOCATION_KINDS = ['venue', 'hotel', 'shop', 'service_area'] as const;
const STAFF_KINDS = ['tech', 'server', 'sales', 'front_desk'] as const;
const locationKind = z.enum(LOCATION_KINDS, { error: `Choose one of ${LOCATION_KINDS.join(', ')}.` });
const staffKind = z.enum(STAFF_KINDS, { error: `Choose one of ${STAFF_KINDS.join(', ')}.` });

export const location = z
  .object({
    id: z.string(),
    externalId: z.string().nullable(),
    name: z.string(),
    kind: locationKind,
    brand: z.string().nullable(),
    address: z.string().nullable(),
    timezone: z.string().nullable(),
    phone: z.string().nullable(),
    reviewLinks: z.array(z.object({ site: z.string(), url: z.string() })),
    createdAt: instantOut,
  })
  .meta({ id: 'Location' });

export const locationChange = z.object({
  externalId: words(200).nullable().optional(),
  name: words(200).optional(),
  kind: locationKind.optional(),
  brand: words(200).nullable().optional(),
  address: words(500).nullable().optional(),
  timezone: timezone.nullable().optional(),
  phone: phone.nullable().optional(),
  reviewLinks: reviewLinks.optional(),
});

export const staff = z
  .object({
    id: z.string(),
    externalId: z.string().nullable(),
    name: z.string(),
    kind: staffKind,
    locationId: z.string().nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'Staff' });

export const staffChange = z.object({
  externalId: words(200).nullable().optional(),
  name: words(200).optional(),
  kind: staffKind.optional(),
  locationId: id.nullable().optional(),
});

export const listLocations = defineOperation({
  id: 'listLocations',
  method: 'get',
  path: '/locations',
  tag: 'Places and staff',
  summary: 'Places the business works from',
  permission: 'locations:read',
  query: pageQuery,
  responses: { 200: pageOf(location) },
});
export const createLocation = defineOperation({
  id: 'createLocation',
  method: 'post',
  path: '/locations',
  tag: 'Places and staff',
  summary: 'Add a place',
  permission: 'locations:write',
  body: locationChange.extend({ name: words(200) }),
  responses: { 201: location },
});
export const getLocation = defineOperation({
  id: 'getLocation',
  method: 'get',
  path: '/locations/:id',
  tag: 'Places and staff',
  summary: 'One place',
  permission: 'locations:read',
  params: idParams,
  responses: { 200: location },
});
export const updateLocation = defineOperation({
  id: 'updateLocation',
  method: 'patch',
  path: '/locations/:id',
  tag: 'Places and staff',
  summary: 'Change a place',
  permission: 'locations:write',
  params: idParams,
  body: locationChange,
  responses: { 200: location },
});
export const archiveLocation = defineOperation({
  id: 'archiveLocation',
  method: 'delete',
  path: '/locations/:id',
  tag: 'Places and staff',
  summary: 'Put a place away; what happened there stays',
  permission: 'locations:write',
  params: idParams,
  responses: { 204: null },
});

export const listStaff = defineOperation({
  id: 'listStaff',
  method: 'get',
  path: '/staff',
  tag: 'Places and staff',
  summary: 'People who do the work',
  permission: 'staff:read',
  query: pageQuery,
  responses: { 200: pageOf(staff) },
});
export const createStaff = defineOperation({
  id: 'createStaff',
  method: 'post',
  path: '/staff',
  tag: 'Places and staff',
  summary: 'Add somebody',
  permission: 'staff:write',
  body: staffChange.extend({ name: words(200) }),
  responses: { 201: staff },
});
export const getStaff = defineOperation({
  id: 'getStaff',
  method: 'get',
  path: '/staff/:id',
  tag: 'Places and staff',
  summary: 'One of the staff',
  permission: 'staff:read',
  params: idParams,
  responses: { 200: staff },
});
export const updateStaff = defineOperation({
  id: 'updateStaff',
  method: 'patch',
  path: '/staff/:id',
  tag: 'Places and staff',
  summary: 'Change somebody’s details',
  permission: 'staff:write',
  params: idParams,
  body: staffChange,
  responses: { 200: staff },
});
export const archiveStaff = defineOperation({
  id: 'archiveStaff',
  method: 'delete',
  path: '/staff/:id',
  tag: 'Places and staff',
  summary: 'Put somebody away; their ratings stay',
  permission: 'staff:write',
  params: idParams,
  responses: { 204: null },
});

export const placesOperations = [
  listLocations,
  createLocation,
  getLocation,
  updateLocation,
  archiveLocation,
  listStaff,
  createStaff,
  getStaff,
  updateStaff,
  archiveStaff,
];
