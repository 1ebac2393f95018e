import type { DraftStep } from '../draft.js';
import { textsOf } from '../gating.js';
import { issue, type Issue } from '../issues.js';
import { templateFault } from '../merge-fields.js';
import { purposeOf } from '../message-steps.js';
import { isStricter, PURPOSE_OF_INTENT, type Intent, type Purpose } from '../purposes.js';
import { explainSegments, segmentsOf } from '../segments.js';
import { fieldsUsedIn } from '../template-fields.js';
import type { Examined } from './examined.js';
import { inside, type Place } from './place.js';
import { messageTextIssues } from './texts.js';
import { asText } from '../as-text.js';

/** Parts of a text beyond which an owner should know what it costs. */
const LONG_TEXT_PARTS = 3;
/** Characters. Longer than a text may be is an error of its own; counting its parts would only cost time. */
const LONGEST_SMS = 2000;
/** As long as the links we make. */
const EXAMPLE_LINK = 'https://journeyman.example/r/0123456789012345678901';

interface Text {
  text: string;
  /** Where in the settings of its step: `languages.es.body`. */
  path: string;
}

/** Email, text and review request: the permission they need, what they say, and in which languages. */
export function messageIssues(step: DraftStep, place: Place, examined: Examined): Issue[] {
  const texts = textsOf(step);
  return [
    ...purposeIssues(step, place),
    ...postalIssues(step, place, examined),
    ...texts.flatMap(({ text, path }) => messageTextIssues(text, inside(place, path), examined)),
    ...(step.kind === 'sms'
      ? texts.flatMap(({ text, path }) => lengthIssues(text, inside(place, path), examined))
      : []),
    ...(step.kind === 'review_request' ? ratingLinkIssues(texts, place) : []),
    ...languageIssues(step, texts, place, examined),
  ];
}

function purposeIssues({ settings }: DraftStep, place: Place): Issue[] {
  const { purpose, intent } = settings as { purpose?: Purpose; intent?: Intent };
  if (!purpose || !intent || !Object.hasOwn(PURPOSE_OF_INTENT, intent)) return [];
  const needed = PURPOSE_OF_INTENT[intent];
  if (!isStricter(needed, purpose)) return [];
  return [
    issue(
      'looser_than_intent',
      `A message meant for ${intent.replace(/_/g, ' ')} needs the permission for ${needed} messages. Set its purpose to ${needed}.`,
      inside(place, 'purpose'),
    ),
  ];
}

function postalIssues(step: DraftStep, place: Place, { context }: Examined): Issue[] {
  if (step.kind !== 'email' || purposeOf(step) !== 'marketing' || context.hasPostalAddress !== false)
    return [];
  return [
    issue(
      'no_postal_address',
      'Marketing emails must show your postal address. Add it under Settings.',
      place,
    ),
  ];
}

/** Counted with an example in place of every field; links are about as long as ours. */
function lengthIssues(text: string, place: Place, examined: Examined): Issue[] {
  if (text.length > LONGEST_SMS) return [];
  const filled = withExamples(text, examined);
  const found: Issue[] = [];
  const { parts } = segmentsOf(filled);
  if (parts > LONG_TEXT_PARTS)
    found.push(
      issue('long_text', `This is about ${parts} texts long, and each is charged. Shorten it.`, place),
    );
  const costly = explainSegments(filled);
  if (costly) found.push(issue('costly_character', costly, place));
  return found;
}

function withExamples(text: string, examined: Examined): string {
  const fields = examined.fieldsAt(examined.eventType, 'text');
  return text.replace(/\{%.*?%\}/gs, '').replace(/\{\{\s*([\w.]+).*?\}\}/gs, (_, path: string) => {
    const field = fields.find(path);
    return field?.onlyInMessages ? EXAMPLE_LINK : plainly(field?.example);
  });
}

/** Examples count as plain letters: a costly character is the owner’s only where the owner wrote it. */
const plainly = (example: unknown): string => 'x'.repeat(asText(example ?? 'something').length);

function ratingLinkIssues(texts: readonly Text[], place: Place): Issue[] {
  return texts
    .filter(({ path }) => path.endsWith('body'))
    .filter(({ text }) => templateFault(text) === null && !leadsToRating(text))
    .map(({ path }) =>
      issue(
        'no_rating_link',
        'This asks for a rating but has no link to give one. Add {{ ratingLink }}.',
        inside(place, path),
      ),
    );
}

const leadsToRating = (text: string): boolean =>
  fieldsUsedIn(text).some(({ path }) => path === 'ratingLink' || path === 'reviewLink');

/** A message written in several languages, or for a business that writes in several, should have them all. */
function languageIssues(
  { settings }: DraftStep,
  texts: readonly Text[],
  place: Place,
  { context: { locales = [] } }: Examined,
): Issue[] {
  if (texts.length === 0) return [];
  const written = Object.keys((settings.languages as object | undefined) ?? {}).map(languageOf);
  const lacking = locales.slice(1).filter((locale) => !written.includes(languageOf(locale)));
  if (lacking.length === 0) return [];
  return [
    issue(
      'missing_language',
      `There is no version in ${lacking.join(', ')}; those customers get the main text.`,
      inside(place, 'languages'),
    ),
  ];
}

/** `pt-BR` and `PT` are both `pt`. */
const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0]!;
