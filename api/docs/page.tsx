import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { OpenApi } from './openapi.js';

interface Schema {
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  $ref?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: Schema;
}

interface Described {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: unknown[];
  'x-permission'?: string;
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema: Schema }> }>;
}

/** The contract as one page to read and to search with the browser: no script, nothing from elsewhere. */
export function docsPage(api: OpenApi): string {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method,
      operation: operation as unknown as Described,
    })),
  );
  const page = (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Journeyman API</title>
        <link rel="stylesheet" href="/docs.css" />
      </head>
      <body className="docs">
        <a className="skip" href="#main">
          Skip to the contract
        </a>
        <nav aria-label="Operations">
          <p className="name">Journeyman API</p>
          {api.tags.map(({ name }) => (
            <section key={name}>
              <h2>{name}</h2>
              <ul>
                {operations
                  .filter(({ operation }) => operation.tags.includes(name))
                  .map(({ path, method, operation }) => (
                    <li key={operation.operationId}>
                      <a href={`#${operation.operationId}`}>
                        <Method name={method} /> {path}
                      </a>
                    </li>
                  ))}
              </ul>
            </section>
          ))}
        </nav>
        <main id="main">
          <h1>Journeyman API</h1>
          <p>{String(api.info['description'])}</p>
          <p>
            The address is <code>{String(api.servers[0]!['url'])}</code>. Send an API key as{' '}
            <code>Authorization: Bearer jm_…</code>. For programs, the same contract is at{' '}
            <a href="/openapi.json">/openapi.json</a>.
          </p>
          <Example url={String(api.servers[0]!['url'])} />
          {api.tags.map(({ name }) => (
            <section key={name}>
              <h2>{name}</h2>
              {operations
                .filter(({ operation }) => operation.tags.includes(name))
                .map((each) => (
                  <OperationText key={each.operation.operationId} {...each} />
                ))}
            </section>
          ))}
          <section>
            <h2>Shapes</h2>
            {Object.entries(api.components.schemas).map(([name, schema]) => (
              <article key={name} id={`shape-${name}`}>
                <h3>{name}</h3>
                <SchemaText schema={schema as Schema} />
              </article>
            ))}
          </section>
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

function Example({ url }: { url: string }) {
  const lines = [
    `curl ${url}/events \\`,
    `  -H 'Authorization: Bearer jm_…' -H 'Content-Type: application/json' \\`,
    `  -d '{"type":"job_completed","customer":{"email":"ana@example.com"},"subject":{"kind":"job","id":"8841"}}'`,
  ];
  return <pre tabIndex={0}>{lines.join('\n')}</pre>;
}

const Method = ({ name }: { name: string }) => <span className={`method ${name}`}>{name.toUpperCase()}</span>;

function OperationText({ path, method, operation }: { path: string; method: string; operation: Described }) {
  const body = operation.requestBody?.content['application/json']?.schema;
  return (
    <article id={operation.operationId}>
      <h3>
        <Method name={method} /> <code>{path}</code>
      </h3>
      <p className="summary">{operation.summary}</p>
      {operation.description && <p>{operation.description}</p>}
      <p className="permission">
        {operation.security ? (
          'Nobody need sign in.'
        ) : operation['x-permission'] === 'caller' ? (
          'Any key or member.'
        ) : (
          <>
            Needs <code>{operation['x-permission']}</code>.
          </>
        )}
      </p>
      {operation.parameters.length > 0 && (
        <>
          <h4>Parameters</h4>
          <dl>
            {operation.parameters.map((parameter) => (
              <Property
                key={`${parameter.in} ${parameter.name}`}
                name={parameter.name}
                schema={{
                  ...parameter.schema,
                  ...(parameter.description && { description: parameter.description }),
                }}
                required={parameter.required}
                note={parameter.in}
              />
            ))}
          </dl>
        </>
      )}
      {body && (
        <>
          <h4>Body</h4>
          <SchemaText schema={body} />
        </>
      )}
      <h4>Answers</h4>
      {Object.entries(operation.responses)
        .filter(([status]) => status < '300')
        .map(([status, { description, content }]) => {
          const schema = content?.['application/json']?.schema;
          return (
            <div key={status}>
              <p>
                <strong>{status}</strong> {description}
              </p>
              {schema && <SchemaText schema={schema} />}
            </div>
          );
        })}
      <p className="refusals">
        Refusals:{' '}
        {Object.keys(operation.responses)
          .filter((status) => status >= '300')
          .join(', ')}
        , each a <a href="#shape-Problem">Problem</a>.
      </p>
    </article>
  );
}

function SchemaText({ schema }: { schema: Schema }): ReactNode {
  if (schema.properties) {
    return (
      <dl>
        {Object.entries(schema.properties).map(([name, property]) => (
          <Property
            key={name}
            name={name}
            schema={property}
            required={schema.required?.includes(name) ?? false}
          />
        ))}
      </dl>
    );
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (options?.some((option) => option.properties)) {
    return (
      <div>
        <p>One of:</p>
        {options.map((option, at) => (
          <SchemaText key={at} schema={option} />
        ))}
      </div>
    );
  }
  return (
    <p>
      <Type schema={schema} />
    </p>
  );
}

function Property({
  name,
  schema,
  required,
  note,
}: {
  name: string;
  schema: Schema;
  required: boolean;
  note?: string;
}) {
  const inner = innerObject(schema);
  return (
    <>
      <dt>
        <code>{name}</code> <Type schema={schema} /> {required && <span className="required">needed</span>}{' '}
        {note && <span className="note">in {note}</span>}
      </dt>
      <dd>
        {schema.description}
        {limitsOf(schema) && <span className="note"> {limitsOf(schema)}</span>}
        {inner && <SchemaText schema={inner} />}
      </dd>
    </>
  );
}

/** The object to unfold below a property: its own, its items', or the one beside null. */
function innerObject(schema: Schema): Schema | null {
  if (schema.properties) return schema;
  if (schema.items) return innerObject(schema.items);
  const options = (schema.anyOf ?? schema.oneOf)?.filter((option) => option.type !== 'null') ?? [];
  if (options.some((option) => option.properties))
    return options.length === 1 ? options[0]! : { anyOf: options };
  return null;
}

function Type({ schema }: { schema: Schema }): ReactNode {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1)!;
    return <a href={`#shape-${name}`}>{name}</a>;
  }
  if (schema.enum)
    return <span className="type">{schema.enum.map((each) => JSON.stringify(each)).join(' | ')}</span>;
  if (schema.const !== undefined) return <span className="type">{JSON.stringify(schema.const)}</span>;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    return options.map((option, at) => (
      <span key={at}>
        {at > 0 && ' | '}
        <Type schema={option} />
      </span>
    ));
  }
  if (schema.items) {
    return (
      <span className="type">
        array of <Type schema={schema.items} />
      </span>
    );
  }
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'anything');
  return <span className="type">{schema.format ? `${type} (${schema.format})` : type}</span>;
}

function limitsOf({ minimum, maximum, minLength, maxLength, default: standard }: Schema): string {
  const big = Number.MAX_SAFE_INTEGER;
  return [
    minimum !== undefined && minimum > -big && `at least ${minimum}`,
    maximum !== undefined && maximum < big && `at most ${maximum}`,
    minLength !== undefined && minLength > 1 && `at least ${minLength} characters`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    standard !== undefined && `default ${JSON.stringify(standard)}`,
  ]
    .filter(Boolean)
    .join(', ');
}
