import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { answer, api, idempotencyKey, type Shape } from '../../api/client.js';
import { business as businessQuery } from '../../api/queries.js';
import { isRefusal } from '../../api/refusal.js';
import { Dialog, FaultNote, SelectField, TextField } from '../../ui/index.js';
import { FormButtons } from './form-buttons.js';
import { KeptNote } from './kept-note.js';
import { useUnsent } from './unsent.js';

type Customer = Shape<'Customer'>;
const LANGUAGES = ['en', 'es', 'fr'];

/** Adds somebody, or corrects who they are; mount it anew for each customer. */
export function CustomerForm({
  customer,
  onClose,
  onDone,
}: {
  /** Left out to add somebody new. */
  customer?: Customer;
  onClose: () => void;
  onDone: (customer: Customer) => void;
}) {
  const t = useTranslations('customers.form');
  const locale = useLocale();
  const client = useQueryClient();
  const own = useQuery(businessQuery).data?.locale;
  const { typed, type, forget, kept } = useUnsent(`customer ${customer?.id ?? 'new'}`, {
    name: customer?.name ?? '',
    phone: customer?.phone ?? '',
    email: customer?.email ?? '',
    locale: customer?.locale ?? '',
    tags: customer?.tags.join(', ') ?? '',
  });
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: typed.name.trim() || null,
        phone: typed.phone.replace(/[\s().-]/g, '') || null,
        email: typed.email.trim() || null,
        locale: typed.locale || null,
        tags: typed.tags.split(',').flatMap((tag) => tag.trim() || []),
      };
      if (!customer) {
        return answer(
          api.POST('/customers', { body, params: { header: { 'Idempotency-Key': idempotencyKey() } } }),
        );
      }
      // The parts of the old name would go on greeting the customer by it.
      const parts = body.name === customer.name ? {} : { firstName: null, lastName: null };
      return answer(
        api.PATCH('/customers/{id}', { params: { path: { id: customer.id } }, body: { ...body, ...parts } }),
      );
    },
    onSuccess: (saved) => {
      forget();
      void client.invalidateQueries({ queryKey: ['customers'] });
      onDone(saved);
    },
  });
  const refusal = isRefusal(save.error) ? save.error : undefined;
  const twin = refusal?.body['customerId'];
  const field = (name: 'name' | 'phone' | 'email' | 'tags') => ({
    label: t(name),
    value: typed[name],
    fault: refusal?.faultOf(name),
    onChange: ({ target }: { target: { value: string } }) => type({ ...typed, [name]: target.value }),
  });
  const [tried, setTried] = useState(false);
  const isEmpty = ![typed.name, typed.phone, typed.email].some((one) => one.trim());
  return (
    <Dialog
      title={customer ? t('change') : t('add')}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (!isEmpty) save.mutate();
      }}
      footer={
        <FormButtons
          act={customer ? t('save') : t('addAct')}
          busy={save.isPending}
          onCancel={() => {
            forget();
            onClose();
          }}
        />
      }
    >
      <KeptNote shown={kept} forget={forget} />
      <TextField
        autoFocus
        autoComplete="off"
        {...field('name')}
        {...(tried && isEmpty && { fault: t('nobody') })}
      />
      <TextField type="tel" autoComplete="off" hint={t('phoneHint')} {...field('phone')} />
      <TextField type="email" autoComplete="off" {...field('email')} />
      <SelectField
        label={t('language')}
        hint={t('languageHint')}
        value={typed.locale}
        onChange={(event) => type({ ...typed, locale: event.target.value })}
      >
        <option value="">
          {t('languageOfBusiness', { language: own ? languageName(own, locale) : '…' })}
        </option>
        {[...new Set([...(customer?.locale ? [customer.locale] : []), ...LANGUAGES])].map((each) => (
          <option key={each} value={each}>
            {languageName(each, locale)}
          </option>
        ))}
      </SelectField>
      <TextField autoComplete="off" hint={t('tagsHint')} {...field('tags')} />
      {!customer && <p className="t13 muted">{t('nothingSent')}</p>}
      {(!refusal?.faults.length || typeof twin === 'string') && <FaultNote error={save.error} />}
      {typeof twin === 'string' && (
        <p className="t13">
          <Link to={`/customers/${twin}`} className="inline" onClick={onClose}>
            {t('openTwin')}
          </Link>
        </p>
      )}
    </Dialog>
  );
}

/** “Spanish” for `es`, in the language of the app; what nobody knows as it came. */
function languageName(code: string, inLocale: string): string {
  try {
    return new Intl.DisplayNames(inLocale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
