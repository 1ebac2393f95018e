import { lostIssues, shapeIssues } from './check/document.js';
import { examine, type CheckContext } from './check/examined.js';
import { fromZod } from './check/from-zod.js';
import { ruleIssues } from './check/rules.js';
import { stepIssues } from './check/steps.js';
import { wayIssues } from './check/ways.js';
import { draft } from './draft.js';
import { flow as flowSchema, type Flow } from './flow.js';
import { gatingIssues } from './gating.js';
import type { Issue, Level } from './issues.js';

export type { CheckContext } from './check/examined.js';

/** The flow, when nothing forbids it; with the advice that remains. */
export function publishable(
  made: unknown,
  context: CheckContext,
): { flow: Flow; issues: Issue[] } | { flow: null; issues: Issue[] } {
  const issues = check(made, context);
  if (issues.some(({ level }) => level === 'error')) return { flow: null, issues };
  const result = flowSchema.safeParse(draft(made));
  if (result.success) return { flow: result.data, issues };
  return { flow: null, issues: [...issues, ...fromZod(result.error, 'incomplete_step')] };
}

/** More than this nobody reads, and nobody should have to carry. */
const MOST_ISSUES = 500;

/**
 * Everything that is wrong with a journey, or could be better, each at its place and in an owner’s
 * words, the gravest first and at most five hundred: errors keep it from being published. Takes any document; never
 * throws.
 */
export function check(made: unknown, context: CheckContext): Issue[] {
  const kept = draft(made);
  const examined = examine(kept, context);
  const found = [
    ...lostIssues(made),
    ...shapeIssues(kept),
    ...wayIssues(kept),
    ...stepIssues(examined),
    ...ruleIssues(examined),
    ...gatingIssues(kept, context.otherJourneys),
  ];
  return found
    .sort((a, b) => GRAVEST_FIRST.indexOf(a.level) - GRAVEST_FIRST.indexOf(b.level))
    .slice(0, MOST_ISSUES);
}

const GRAVEST_FIRST: readonly Level[] = ['error', 'warning', 'tip'];
