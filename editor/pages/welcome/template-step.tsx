import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { business, journeys } from '../../api/queries.js';
import { TEMPLATES, type Template, type Trade } from '../../steps/templates/index.js';
import { Button, ButtonLink, FaultNote } from '../../ui/index.js';
import { RouteStrip } from '../parts/route-strip.js';
import { useTakeTemplate } from '../parts/take-template.js';
import { useWelcomeWords } from './words/index.js';

const TRADE_OF: Readonly<Record<string, Trade>> = {
  trades: 'trades',
  restaurant: 'restaurant',
  restaurant_group: 'restaurant',
  hotel: 'hotel',
  retail: 'shop',
};
const MESSAGES = ['sms', 'email', 'review_request'];

/** Journeys for the trade that was named; taking one makes its draft. */
export function TemplateStep({ next }: { next: () => void }) {
  const { t } = useWelcomeWords();
  const kind = useQuery(business).data?.kind ?? '';
  const count = useQuery(journeys).data?.items.length ?? 0;
  const trade = TRADE_OF[kind] ?? 'trades';
  const take = useTakeTemplate(next);
  return (
    <>
      {count > 0 && (
        <div className="row wrap">
          <p className="good label">{t('template.done', { count })}</p>
          <Button small onClick={next}>
            {t('next')}
          </Button>
        </div>
      )}
      <p className="muted">{t('template.text')}</p>
      <FaultNote error={take.error} />
      <ul className="choices">
        {TEMPLATES.filter((each) => each.trade === trade)
          .slice(0, 4)
          .map((template) => (
            <Choice key={template.id} template={template} busy={take.isPending} take={take.mutate} />
          ))}
      </ul>
      <div className="row wrap">
        <ButtonLink small to="/templates" search={{ trade }}>
          {t('template.all')}
        </ButtonLink>
        <ButtonLink small to="/journeys">
          {t('template.own')}
        </ButtonLink>
      </div>
    </>
  );
}

function Choice({
  template,
  busy,
  take,
}: {
  template: Template;
  busy: boolean;
  take: ReturnType<typeof useTakeTemplate>['mutate'];
}) {
  const { t, locale } = useWelcomeWords();
  const flow = useMemo(() => template.flow(locale), [template, locale]);
  const name = template.name[locale];
  const goal = template.goal[locale];
  const messages = flow.steps.filter(({ kind }) => MESSAGES.includes(kind)).length;
  return (
    <li>
      <div>
        <h3 className="strong">{name}</h3>
        <p className="t13 muted">
          {goal} {t('template.messages', { count: messages })}.
        </p>
      </div>
      <Button
        busy={busy}
        aria-label={t('template.useNamed', { name })}
        onClick={() => take({ name, goal, flow })}
      >
        {t('template.use')}
      </Button>
      <div className="strip">
        <RouteStrip flow={flow as Parameters<typeof RouteStrip>[0]['flow']} />
      </div>
    </li>
  );
}
