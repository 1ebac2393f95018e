import { IconCheck, IconHandStop, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Answer } from '../../api/client.js';
import { useMay } from '../../api/queries.js';
import { Button, Card, useWhen } from '../../ui/index.js';
import {
  PERMISSIONS,
  PermissionForm,
  StopAllMessages,
  type Channel,
  type Purpose,
} from './permission-form.js';
import { Receipts } from './receipts.js';

/** Per channel and purpose: what was said last, when, and what follows where nothing was said. */
export function Permission({ customer }: { customer: Answer<'getCustomer'> }) {
  const t = useTranslations('customers');
  const when = useWhen();
  const { data } = useQuery({
    queryKey: ['customers', customer.id, 'consents'],
    queryFn: () =>
      answer(
        api.GET('/customers/{id}/consents', { params: { path: { id: customer.id }, query: { limit: 200 } } }),
      ),
  });
  const may = useMay('customers:write');
  const [changing, setChanging] = useState<{ channel: Channel; purpose: Purpose; allowed: boolean }>();
  const [stopping, setStopping] = useState(false);
  const name = customer.firstName ?? customer.name?.split(/\s+/)[0] ?? t('unnamed');
  const rows = PERMISSIONS.map(({ channel, purpose }) => {
    const said = data?.items.find((one) => one.channel === channel && one.purpose === purpose);
    const allowed = !customer.suppressed[channel] && (said ? said.granted : purpose !== 'marketing');
    const words = customer.suppressed[channel]
      ? t('suppressed')
      : said
        ? t(said.granted ? 'agreed' : 'refused', { when: when.day(said.at) })
        : t(purpose === 'marketing' ? 'neverAskedNot' : 'neverAskedFine');
    return { channel, purpose, allowed, words };
  });
  return (
    <Card title={t('permission')}>
      <ul className="permits">
        {rows.map(({ channel, purpose, allowed, words }) => (
          <li key={channel + purpose} className="row" style={{ alignItems: 'flex-start' }}>
            {allowed ? (
              <IconCheck size={18} className="icon good" aria-hidden />
            ) : (
              <IconX size={18} className="icon bad" aria-hidden />
            )}
            <span className="t13 grow">
              <span className="strong">
                {t(`channels.${channel}`)} {t(`purposes.${purpose}`)}.
              </span>{' '}
              <span className="muted">{words}</span>
            </span>
            {may && (
              <button
                type="button"
                className="change t13"
                aria-label={t('permit.changeOf', {
                  what: `${t(`channels.${channel}`)} ${t(`purposes.${purpose}`)}`,
                })}
                onClick={() => setChanging({ channel, purpose, allowed })}
              >
                {t('permit.change')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {data && data.items.length > 0 && <Receipts said={data.items} />}
      {may && rows.some(({ allowed }) => allowed) && (
        <p className="inside">
          <Button
            small
            kind="danger"
            icon={<IconHandStop size={16} aria-hidden />}
            onClick={() => setStopping(true)}
          >
            {t('stopAll', { name })}
          </Button>
        </p>
      )}
      {changing && (
        <PermissionForm customerId={customer.id} {...changing} onClose={() => setChanging(undefined)} />
      )}
      {stopping && (
        <StopAllMessages customerId={customer.id} name={name} onClose={() => setStopping(false)} />
      )}
    </Card>
  );
}
