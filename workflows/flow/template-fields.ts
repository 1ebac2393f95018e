import { analyzeSync, type Template } from 'liquidjs';
import { parse } from './merge-fields.js';
import { oncePerText } from './once-per-text.js';

/** One place at which a template uses a field. */
export interface FieldUse {
  /** `customer.firstName`; a part that is itself looked up is written `*`. */
  path: string;
  /** Written out, looked at by a condition, or handed to a tag. */
  as: 'output' | 'test' | 'argument';
  /** Is there a default, or a condition around it that looks at the same field? */
  safe: boolean;
  /** Does it stand inside a condition or a loop? */
  conditional: boolean;
  /** Fields that the conditions around it look at. */
  under: string[];
  /** Written out and nothing else: no filter, at the top level. */
  plain: boolean;
}

const CONDITIONAL_TAGS = new Set(['if', 'unless', 'case', 'for']);

/** Every field a template uses. Throws what Liquid throws when it does not parse: ask `templateFault` first. */
export const fieldsUsedIn = oncePerText((text): readonly FieldUse[] => lookedUpIn(text));

function lookedUpIn(text: string): FieldUse[] {
  const templates = parse(text);
  // Finding a place in a long text is slow, and the same words name the same fields.
  const pathsOfWords = new Map<string, string[]>();
  const uses: FieldUse[] = [];
  visit(templates, [], false, new Set(localsIn(templates)));
  return uses;

  function pathsOf(template: Template): string[] {
    const words = template.token.getText();
    const paths = pathsOfWords.get(words) ?? pathsIn(template);
    pathsOfWords.set(words, paths);
    return paths;
  }

  function visit(list: Template[], under: string[], conditional: boolean, known: ReadonlySet<string>): void {
    for (const template of list) {
      const paths = pathsOf(template).filter((path) => !known.has(path.split('.')[0] ?? ''));
      const filters = filtersOf(template);
      if (filters) {
        paths.forEach((path, index) => {
          const safe = (index === 0 && filters[0] === 'default') || under.includes(path);
          uses.push({
            path,
            as: 'output',
            safe,
            conditional,
            under,
            plain: filters.length === 0 && !conditional,
          });
        });
        continue;
      }
      const name = nameOf(template);
      const tests = CONDITIONAL_TAGS.has(name);
      for (const path of paths) {
        const safe = (tests && name !== 'for') || under.includes(path);
        uses.push({ path, as: tests ? 'test' : 'argument', safe, conditional, under, plain: false });
      }
      const inner = new Set([...known, ...(template.blockScope?.() ?? [])]);
      visit(childrenOf(template), tests ? [...under, ...paths] : under, conditional || tests, inner);
    }
  }
}

/** Names the template gives itself, by `assign` and `capture`. */
function localsIn(list: Template[]): string[] {
  return list.flatMap((template) => [
    ...[...(template.localScope?.() ?? [])].map(({ content }) => String(content)),
    ...localsIn(childrenOf(template)),
  ]);
}

/** The fields a template names itself, without those of what it contains. */
function pathsIn(template: Template): string[] {
  const alone: Template = {
    token: template.token,
    render: () => '',
    arguments: () => template.arguments?.() ?? [],
  };
  const { variables } = analyzeSync([alone], { partials: false });
  const found = Object.values(variables).flat();
  found.sort((a, b) => a.location.row - b.location.row || a.location.col - b.location.col);
  return [
    ...new Set(
      found.map(({ segments }) =>
        segments.map((one) => (typeof one === 'object' ? '*' : String(one))).join('.'),
      ),
    ),
  ];
}

/** Names of the filters of an output; null when the template is no output. */
function filtersOf(template: Template): string[] | null {
  const value = (template as { value?: { filters?: { name: string }[] } }).value;
  if (nameOf(template) !== '' || !value?.filters) return null;
  return value.filters.map(({ name }) => name);
}

const nameOf = (template: Template): string => (template as { name?: string }).name ?? '';

function childrenOf(template: Template): Template[] {
  const step = template.children?.(false, true).next();
  return (step?.value as Template[] | undefined) ?? [];
}
