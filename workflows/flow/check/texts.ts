import type { DraftStep } from '../draft.js';
import { fieldLabel } from '../fields.js';
import { issue, type Issue } from '../issues.js';
import { templateFault } from '../merge-fields.js';
import { fieldsUsedIn, type FieldUse } from '../template-fields.js';
import type { Examined } from './examined.js';
import { textFieldIssues } from './fields.js';
import { inside, type Place } from './place.js';

/** A customer without a field a message needs does not get it: every such field wants a default. */
export const messageTextIssues = (text: string, place: Place, examined: Examined): Issue[] =>
  textIssues(text, place, examined, (use) => defaultIssues(use, place, examined));

/** The body of a notice or a call goes out as well where a field is empty. It may be text at any depth. */
export const bodyIssues = ({ settings }: DraftStep, place: Place, examined: Examined): Issue[] =>
  textsIn(settings.body, inside(place, 'body'), DEEPEST_BODY)
    .slice(0, MOST_TEXTS)
    .flatMap(({ text, at }) => textIssues(text, at, examined, () => []));

const DEEPEST_BODY = 8;
/** Texts of one body, and fields of one text, that are looked at: a letter has a dozen, an attack has thousands. */
const MOST_TEXTS = 200;
const MOST_FIELDS = 100;

function textsIn(value: unknown, at: Place, levels: number): { text: string; at: Place }[] {
  if (typeof value === 'string') return [{ text: value, at }];
  if (typeof value !== 'object' || value === null || levels === 0) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, inside(at, key), levels - 1));
}

function textIssues(
  text: string,
  place: Place,
  examined: Examined,
  issuesOfKnown: (use: FieldUse) => Issue[],
): Issue[] {
  const fault = templateFault(text);
  if (fault !== null)
    return [
      issue(
        'template_fault',
        `The text cannot be put together: ${fault}. Check the braces and names.`,
        place,
      ),
    ];
  return firstUsesIn(text).flatMap((use) => {
    const unknown = textFieldIssues(use.path, place, examined);
    return unknown.length > 0 ? unknown : issuesOfKnown(use);
  });
}

/** A field that stands in a text ten times is wrong once. */
function firstUsesIn(text: string): FieldUse[] {
  const uses = new Map<string, FieldUse>();
  for (const use of fieldsUsedIn(text)) if (!uses.has(use.path)) uses.set(use.path, use);
  return [...uses.values()].slice(0, MOST_FIELDS);
}

function defaultIssues(use: FieldUse, place: Place, examined: Examined): Issue[] {
  if (use.safe || use.as === 'test') return [];
  const field = examined.fieldsAt(examined.eventType, 'text').find(use.path);
  if (field && !field.optional) return [];
  return [
    issue(
      'no_default',
      `Customers without “${fieldLabel(use.path)}” will not get this message. Give it a default: {{ ${use.path} | default: '…' }}.`,
      place,
    ),
  ];
}
