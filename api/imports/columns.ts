import { fieldsMeant } from './headings.js';

/** What a column of a file can say about a customer. */
export const IMPORT_FIELDS = [
  'externalId',
  'name',
  'firstName',
  'lastName',
  'email',
  'phone',
  'locale',
  'timezone',
  'country',
  'tags',
  'emailMarketing',
  'smsMarketing',
  'consentSource',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Headings as spreadsheets of three languages write them; letters and digits only. */
const HEADINGS: Record<ImportField, readonly string[]> = {
  externalId: ['externalid', 'id', 'customerid', 'customernumber', 'number', 'idcliente', 'numerodecliente', 'numeroclient', 'idclient'],
  name: ['name', 'fullname', 'customer', 'customername', 'nombre', 'nombrecompleto', 'cliente', 'nom', 'nomcomplet', 'client'],
  firstName: ['firstname', 'givenname', 'forename', 'nombredepila', 'prenom'],
  lastName: ['lastname', 'surname', 'familyname', 'apellido', 'apellidos', 'nomdefamille'],
  email: ['email', 'mail', 'emailaddress', 'correo', 'correoelectronico', 'courriel', 'adresseemail'],
  phone: ['phone', 'mobile', 'cell', 'telephone', 'tel', 'phonenumber', 'mobilephone', 'telefono', 'movil', 'portable', 'telefonomovil'],
  locale: ['language', 'locale', 'lang', 'idioma', 'langue'],
  timezone: ['timezone', 'zone', 'zonahoraria', 'fuseau', 'fuseauhoraire'],
  country: ['country', 'pais', 'pays'],
  tags: ['tags', 'tag', 'labels', 'groups', 'etiquetas', 'etiquettes', 'etiquette'],
  emailMarketing: ['emailmarketing', 'newsletter', 'acceptsemailmarketing', 'acceptsmarketing', 'emailoptin'],
  smsMarketing: ['smsmarketing', 'acceptssmsmarketing', 'smsoptin', 'textoptin'],
  consentSource: ['consentsource', 'consentevidence', 'evidence', 'permissionsource', 'origendelconsentimiento', 'originduconsentement'],
}; // prettier-ignore

/** What each heading most likely means; null where nothing is known. No field is meant twice. */
export function guessColumns(heading: readonly string[]): (ImportField | null)[] {
  return fieldsMeant(heading, IMPORT_FIELDS, HEADINGS);
}
