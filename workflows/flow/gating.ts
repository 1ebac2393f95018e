import { comparisonsOf, type Comparison, type Condition } from './conditions.js';
import { settingsOf, type Draft, type DraftStep } from './draft.js';
import { entry as entrySchema } from './entry.js';
import type { StepId } from './flow.js';
import { reachableFrom } from './graph.js';
import { issue, type Issue } from './issues.js';
import { templateFault } from './merge-fields.js';
import { rules as rulesSchema } from './rules.js';
import { MOST_LANGUAGES } from './steps/message-settings.js';
import { fieldsUsedIn } from './template-fields.js';
import { asText } from './as-text.js';

/** A journey of the business, for looking at all of them together. */
export interface JourneyFlow {
  id: string;
  name: string;
  flow: Draft;
}

/**
 * Asking only happy customers for public reviews is review gating: Google’s policy forbids it, and so do
 * the FTC’s rule on reviews (16 CFR 465) and the UK’s Digital Markets, Competition and Consumers Act.
 * So a rating, or anything remembered because of one, may not decide who is asked.
 */
export function gatingIssues(draft: Draft, others: readonly JourneyFlow[] = []): Issue[] {
  const flows = [draft, ...others.map(({ flow }) => flow)];
  const marks = marksOf(flows);
  return [
    ...gatesIn(draft, marks),
    ...conditionalLinks(draft, marks),
    ...gatesOpenedElsewhere(draft, others, marks),
  ];
}

/** What is remembered about customers because of how they rated. */
interface Marks {
  tags: Set<string>;
  attributes: Set<string>;
}

/** Tags and attributes changed after a rating test anywhere; one journey’s mark may be another’s test. */
function marksOf(flows: readonly Draft[]): Marks {
  const marks: Marks = { tags: new Set(), attributes: new Set() };
  for (let before = -1; before !== marks.tags.size + marks.attributes.size;) {
    before = marks.tags.size + marks.attributes.size;
    for (const flow of flows) for (const step of changedAfterRating(flow, marks)) remember(step, marks);
  }
  return marks;
}

function remember(step: DraftStep, marks: Marks): void {
  if (step.kind !== 'update_customer') return;
  const settings = settingsOf({ kind: 'update_customer', settings: step.settings });
  [...(settings?.addTags ?? []), ...(settings?.removeTags ?? [])].forEach((tag) => marks.tags.add(tag));
  Object.keys(settings?.set ?? {}).forEach((name) => marks.attributes.add(name));
}

/** The steps that change a customer and stand behind a test of a rating. */
function changedAfterRating(flow: Draft, marks: Marks): DraftStep[] {
  const changes = flow.steps.filter(({ kind }) => kind === 'update_customer');
  if (changes.length === 0) return [];
  if (entryTests(flow, marks)) return changes;
  const behind = new Set<StepId>();
  for (const { targets } of testsIn(flow, marks)) {
    for (const { target } of targets) reachableFrom(target, flow.steps).forEach((id) => behind.add(id));
  }
  return changes.filter(({ id }) => behind.has(id));
}

interface RatingTest {
  step: DraftStep;
  index: number;
  targets: { exit: string; target: StepId | null }[];
}

/** The steps whose way out depends on a rating. */
function testsIn(flow: Draft, marks: Marks): RatingTest[] {
  return flow.steps.flatMap((step, index) => {
    const conditions = conditionsOf(step);
    if (!conditions.some((condition) => looksAtRating(condition, marks))) return [];
    return [{ step, index, targets: Object.entries(step.exits).map(([exit, target]) => ({ exit, target })) }];
  });
}

function conditionsOf(step: DraftStep): Condition[] {
  if (step.kind === 'branch') {
    return settingsOf({ kind: 'branch', settings: step.settings })?.arms.map(({ when }) => when) ?? [];
  }
  if (step.kind !== 'wait_for_event') return [];
  const events = settingsOf({ kind: 'wait_for_event', settings: step.settings })?.events ?? [];
  return events.flatMap(({ where }) => (where ? [where] : []));
}

function entryTests(flow: Draft, marks: Marks): boolean {
  const { data: entry } = entrySchema.safeParse(flow.entry);
  return (
    entry !== undefined && 'where' in entry && entry.where !== undefined && looksAtRating(entry.where, marks)
  );
}

/** Does the condition look at a rating, or at what was remembered because of one? */
function looksAtRating(condition: Condition, marks: Marks): boolean {
  return comparisonsOf(condition).some(
    ({ comparison }) => isRating(comparison.field) || isMark(comparison, marks),
  );
}

const isRating = (path: string): boolean =>
  path === 'answers' ||
  path.startsWith('answers.rating') ||
  path === 'answers.previousRating' ||
  /^event\.data\.(previousR|r)ating$/.test(path);

function isMark({ field, op, value }: Comparison, marks: Marks): boolean {
  const attribute = /^customer\.attributes\.([^.]+)/.exec(field)?.[1];
  if (attribute !== undefined) return marks.attributes.has(attribute);
  if (field !== 'customer.tags' && field !== 'event.data.tag') return false;
  if (op === 'exists') return marks.tags.size > 0;
  return [value].flat().some((one) => marks.tags.has(asText(one)));
}

const LAW =
  'Everyone must be asked alike: review sites and the law forbid asking only happy customers. Ask everyone, and use the rating only for your own reply.';

function gatesIn(flow: Draft, marks: Marks): Issue[] {
  const asks = new Set(flow.steps.filter(isAsk).map(({ id }) => id));
  if (asks.size === 0) return [];
  const found: Issue[] = [];
  if (entryTests(flow, marks)) {
    found.push(
      issue('review_gating', `Who comes in depends on a rating, and this journey asks for reviews. ${LAW}`, {
        path: 'entry.where',
      }),
    );
  }
  for (const { step, index, targets } of testsIn(flow, marks)) {
    const asked = targets.map(({ target }) =>
      [...reachableFrom(target, flow.steps)].some((id) => asks.has(id)),
    );
    if (!asked.some(Boolean) || asked.every(Boolean)) continue;
    found.push(
      issue('review_gating', `This step looks at a rating to decide who is asked for a review. ${LAW}`, {
        stepId: step.id,
        path: `steps.${index}.settings`,
      }),
    );
  }
  const { data: rules } = rulesSchema.safeParse(flow.rules);
  for (const name of ['goals', 'stopOn'] as const) {
    rules?.[name]?.forEach(({ where }, index) => {
      if (!where || !looksAtRating(where, marks)) return;
      const what = name === 'goals' ? 'goal' : 'stop rule';
      found.push(
        issue(
          'review_gating',
          `This ${what} looks at a rating, so only some customers would still be asked for a review. ${LAW}`,
          {
            path: `rules.${name}.${index}.where`,
          },
        ),
      );
    });
  }
  return found;
}

/** A journey that is fine by itself becomes a gate when this one makes its tag mean a rating. */
function gatesOpenedElsewhere(draft: Draft, others: readonly JourneyFlow[], marks: Marks): Issue[] {
  const without = marksOf(others.map(({ flow }) => flow));
  const opened = others.find(
    ({ flow }) => gatesIn(flow, without).length === 0 && gatesIn(flow, marks).length > 0,
  );
  if (!opened) return [];
  const [change] = changedAfterRating(draft, marks);
  return [
    issue(
      'review_gating',
      `What is remembered here after a rating decides in “${opened.name}” who is asked for a review. ${LAW}`,
      {
        stepId: change?.id,
        path: change ? `steps.${draft.steps.indexOf(change)}.settings` : undefined,
      },
    ),
  ];
}

const PUBLIC_REVIEW_PAGE =
  /\bhttps?:\/\/(www\.)?(search\.google\.[a-z.]+\/local\/writereview|g\.page\/|(maps\.app\.)?goo\.gl\/|google\.[a-z.]+\/maps|tripadvisor\.|thefork\.|facebook\.com\/[^\s/]+\/reviews|yelp\.|trustpilot\.)/i;

/** Does the step put the customer in front of a review page? */
function isAsk(step: DraftStep): boolean {
  return step.kind === 'review_request' || textsOf(step).some(({ text }) => leadsToReviews(text));
}

function leadsToReviews(text: string): boolean {
  if (PUBLIC_REVIEW_PAGE.test(text)) return true;
  return templateFault(text) === null && fieldsUsedIn(text).some(({ path }) => isReviewLink(path));
}

const isReviewLink = (path: string): boolean =>
  ['ratingLink', 'reviewLink', 'publicReviewLink'].includes(path);

/** A link to reviews may not come and go with a condition inside the text either. */
function conditionalLinks(flow: Draft, marks: Marks): Issue[] {
  return flow.steps.flatMap((step, index) =>
    textsOf(step).flatMap(({ text, path }) => {
      const place = { stepId: step.id, path: `steps.${index}.settings.${path}` };
      if (templateFault(text) !== null) return [];
      const uses = fieldsUsedIn(text);
      if (uses.some((use) => use.path === 'publicReviewLink' && !use.plain)) {
        return [
          issue(
            'conditional_review_link',
            'The link to your public reviews stands inside a condition, so some customers would not get it. Put {{ publicReviewLink }} where everyone sees it.',
            place,
          ),
        ];
      }
      const decided = (under: string[]) =>
        under.some(
          (one) =>
            isRating(one) ||
            one.startsWith('event.data.rating') ||
            (marks.attributes.has(one.replace('customer.attributes.', '')) &&
              one.startsWith('customer.attributes.')) ||
            (one === 'customer.tags' && marks.tags.size > 0),
        );
      if (uses.some((use) => isReviewLink(use.path) && decided(use.under))) {
        return [issue('conditional_review_link', `A rating decides here who gets the link. ${LAW}`, place)];
      }
      if (
        PUBLIC_REVIEW_PAGE.test(text) &&
        uses.some(({ as, path: looked }) => as === 'test' && decided([looked]))
      ) {
        return [
          issue(
            'conditional_review_link',
            `A rating decides here what the message says, and it links to a review page. ${LAW}`,
            place,
          ),
        ];
      }
      return [];
    }),
  );
}

/** Every text of a step that customers read, with its place in the settings. */
export function textsOf({
  kind,
  settings,
}: Pick<DraftStep, 'kind' | 'settings'>): { text: string; path: string }[] {
  if (kind !== 'email' && kind !== 'sms' && kind !== 'review_request') return [];
  const found: { text: string; path: string }[] = [];
  const add = (value: unknown, path: string) =>
    typeof value === 'string' && value !== '' && found.push({ text: value, path });
  add(settings.subject, 'subject');
  add(settings.body, 'body');
  const languages = settings.languages;
  if (typeof languages === 'object' && languages !== null) {
    for (const [language, version] of Object.entries(languages).slice(0, MOST_LANGUAGES)) {
      if (typeof version !== 'object' || version === null) continue;
      add((version as Record<string, unknown>).subject, `languages.${language}.subject`);
      add((version as Record<string, unknown>).body, `languages.${language}.body`);
    }
  }
  return found;
}
