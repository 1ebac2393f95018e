import { Link } from '@tanstack/react-router';
import type { Shape } from '../../api/client.js';
import { Card } from '../../ui/index.js';
import { useNumbers } from './boards.js';
import { useResultWords } from './words/index.js';

type AllSplits = Shape<'Overview'>['splits'];

/** From here on an average says something about a person or a place. */
const LEAST_ANSWERS = 5;

/** The span by journey, and by who did the work and where. */
export function Splits({ splits }: { splits: AllSplits }) {
  const { t } = useResultWords();
  const { whole, one } = useNumbers();
  return (
    <>
      {(['staff', 'locations'] as const).map(
        (part) => splits[part].length > 0 && <Rated key={part} part={part} rows={splits[part]} />,
      )}
      {splits.journeys.length > 0 && (
        <Card title={t('splits.journeys')} className="whole">
          <div className="tablewrap">
            <table className="plain num">
              <thead>
                <tr>
                  <th scope="col">{t('splits.name')}</th>
                  {(['entered', 'sent', 'answers', 'average'] as const).map((each) => (
                    <th key={each} scope="col" className="end">
                      {t(`splits.${each}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {splits.journeys.map((each) => (
                  <tr key={each.id}>
                    <td>
                      <Link to={`/journeys/${each.id}/results`} className="label">
                        {each.name}
                      </Link>
                    </td>
                    <td className="end">{whole(each.entered)}</td>
                    <td className="end">{whole(each.sent)}</td>
                    <td className="end">{whole(each.answers)}</td>
                    <td className="end">{one(each.average)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      )}
    </>
  );
}

/** Averages only where enough people answered for them to be fair. */
function Rated({ part, rows }: { part: 'staff' | 'locations'; rows: AllSplits['staff'] }) {
  const { t } = useResultWords();
  const { whole, one } = useNumbers();
  const few = rows.some(({ answers }) => answers < LEAST_ANSWERS);
  return (
    <Card title={t(`splits.${part}`)}>
      <div className="tablewrap">
        <table className="plain num">
          <thead>
            <tr>
              <th scope="col">{t('splits.name')}</th>
              <th scope="col" className="end">
                {t('splits.answers')}
              </th>
              <th scope="col" className="end">
                {t('splits.average')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <tr key={each.id}>
                <td>{each.name}</td>
                <td className="end">{whole(each.answers)}</td>
                <td className="end">
                  {each.answers < LEAST_ANSWERS ? (
                    <span className="muted">{t('splits.few')}</span>
                  ) : (
                    one(each.average)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {few && (
        <p className="t13 muted" style={{ padding: '10px 18px 14px' }}>
          {t('splits.fewText', { least: LEAST_ANSWERS })}
        </p>
      )}
    </Card>
  );
}
