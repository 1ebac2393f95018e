import type { ReactNode } from 'react';
import { Card } from '../../ui/index.js';
import { useResultWords } from './words/index.js';

/** A chart with the sentence that says the same, and the numbers themselves as a table below it. */
export function Charted({
  title,
  says,
  note,
  head,
  rows,
  children,
}: {
  title: string;
  says: string;
  note?: string | undefined;
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  children: ReactNode;
}) {
  const { t } = useResultWords();
  return (
    <Card title={title} className="charted">
      <div className="body">
        <p className="num">{says}</p>
        {children}
        {note && <p className="t13 muted">{note}</p>}
        {rows.length > 0 && (
          <details>
            <summary>{t('table')}</summary>
            <div className="tablewrap" tabIndex={0} role="group" aria-label={title}>
              <table className="plain num">
                <thead>
                  <tr>
                    {head.map((word, at) => (
                      <th key={word} scope="col" className={at > 0 ? 'end' : ''}>
                        {word}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map(([name, ...values]) => (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      {values.map((value, at) => (
                        <td key={at} className="end">
                          {value}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        )}
      </div>
    </Card>
  );
}
