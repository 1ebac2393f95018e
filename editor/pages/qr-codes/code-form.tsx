import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Shape } from '../../api/client.js';
import { journeys } from '../../api/queries.js';
import { isRefusal } from '../../api/refusal.js';
import { Dialog, FaultNote, SelectField, TextField, toast } from '../../ui/index.js';
import { useChanges } from '../parts/changes.js';
import { FormButtons } from '../parts/form-buttons.js';
import { KeptNote } from '../parts/kept-note.js';
import { useCodeWords } from './words/index.js';

type Code = Shape<'QrCode'>;
type Kind = Code['kind'];
const KINDS: readonly Kind[] = ['place', 'staff', 'table', 'invoice'];
const PURPOSES: readonly Code['purpose'][] = ['rate', 'contact'];

export const places = {
  queryKey: ['locations'],
  queryFn: () => answer(api.GET('/locations', { params: { query: { limit: 200 } } })),
};
export const staff = {
  queryKey: ['staff'],
  queryFn: () => answer(api.GET('/staff', { params: { query: { limit: 200 } } })),
};

/** Make a code, or let one stand for something else. */
export function CodeForm({
  code,
  onClose,
  onDone,
}: {
  /** Absent: a new one. */
  code?: Code;
  onClose: () => void;
  onDone: (code: Code) => void;
}) {
  const { t } = useCodeWords();
  const client = useQueryClient();
  const {
    form: typed,
    set,
    forget,
    kept,
  } = useChanges(code ? `qr code ${code.id}` : 'new qr code', {
    label: code?.label ?? '',
    kind: code?.kind ?? ('place' as Kind),
    purpose: code?.purpose ?? ('rate' as Code['purpose']),
    locationId: code?.locationId ?? '',
    staffId: code?.staffId ?? '',
    reference: code?.reference ?? '',
    journeyId: code?.journeyId ?? '',
    heading: code?.heading ?? '',
    invitation: code?.invitation ?? '',
    lastDay: lastDayOf(code?.expiresAt ?? null),
  });
  const save = useMutation({
    mutationFn: () => {
      const { label, kind, purpose } = typed;
      const body = {
        label: label.trim(),
        kind,
        purpose,
        locationId: typed.locationId || null,
        staffId: kind === 'staff' ? typed.staffId || null : null,
        reference: kind === 'table' || kind === 'invoice' ? typed.reference.trim() || null : null,
        journeyId: typed.journeyId || null,
        heading: typed.heading.trim() || null,
        invitation: typed.invitation.trim() || null,
        expiresAt:
          typed.lastDay === lastDayOf(code?.expiresAt ?? null) ? code?.expiresAt : endOf(typed.lastDay),
      };
      return code
        ? answer(api.PATCH('/qr-codes/{id}', { params: { path: { id: code.id } }, body }))
        : answer(api.POST('/qr-codes', { body }));
    },
    onSuccess: (saved) => {
      forget();
      void client.invalidateQueries({ queryKey: ['qr-codes'] });
      toast(t(code ? 'saved' : 'made', { label: saved.label }));
      onDone(saved);
    },
  });
  const refusal = isRefusal(save.error) ? save.error : undefined;
  const cancel = () => {
    forget();
    onClose();
  };
  return (
    <Dialog
      title={code ? t('changeTitle', { label: code.label }) : t('makeTitle')}
      onClose={onClose}
      onSubmit={() => save.mutate()}
      footer={<FormButtons act={code ? t('save') : t('make')} busy={save.isPending} onCancel={cancel} />}
    >
      <KeptNote shown={kept} forget={forget} />
      {code && <p className="muted">{t('changeText')}</p>}
      <TextField
        autoFocus
        label={t('label')}
        hint={t('labelHint')}
        maxLength={80}
        value={typed.label}
        fault={refusal?.faultOf('label')}
        onChange={(event) => set({ label: event.target.value })}
      />
      <SelectField
        label={t('kind')}
        value={typed.kind}
        onChange={(event) => set({ kind: event.target.value as Kind })}
      >
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {t(`kinds.${each}`)}
          </option>
        ))}
      </SelectField>
      <StandsFor typed={typed} set={set} faultOf={(field) => refusal?.faultOf(field)} />
      <SelectField
        label={t('purpose')}
        value={typed.purpose}
        onChange={(event) => set({ purpose: event.target.value as Code['purpose'] })}
      >
        {PURPOSES.map((each) => (
          <option key={each} value={each}>
            {t(each === 'rate' ? 'purposeRate' : 'purposeContact')}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('heading')}
        hint={t('headingHint')}
        maxLength={60}
        value={typed.heading}
        fault={refusal?.faultOf('heading')}
        onChange={(event) => set({ heading: event.target.value })}
      />
      <TextField
        label={t('invitation')}
        hint={t('invitationHint')}
        maxLength={120}
        value={typed.invitation}
        fault={refusal?.faultOf('invitation')}
        onChange={(event) => set({ invitation: event.target.value })}
      />
      <TextField
        label={t('lastDay')}
        hint={t('lastDayHint')}
        type="date"
        value={typed.lastDay}
        fault={refusal?.faultOf('expiresAt')}
        onChange={(event) => set({ lastDay: event.target.value })}
      />
      <JourneyField value={typed.journeyId} onChange={(journeyId) => set({ journeyId })} />
      {!refusal?.faults.length && <FaultNote error={save.error} />}
    </Dialog>
  );
}

/** `YYYY-MM-DD` where the reader is; empty for a code without an end. */
function lastDayOf(expiresAt: string | null): string {
  if (!expiresAt) return '';
  // Midnight still belongs to the day that ends with it.
  const at = new Date(new Date(expiresAt).getTime() - 1);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The midnight after a day; null for none. */
function endOf(day: string): string | null {
  if (day === '') return null;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return new Date(year, month - 1, date + 1).toISOString();
}

interface Target {
  kind: Kind;
  locationId: string;
  staffId: string;
  reference: string;
}

function StandsFor({
  typed,
  set,
  faultOf,
}: {
  typed: Target;
  set: (change: Partial<Target>) => void;
  faultOf: (field: string) => string | undefined;
}) {
  const { t } = useCodeWords();
  const people = useQuery(staff).data?.items ?? [];
  const sites = useQuery(places).data?.items ?? [];
  if (typed.kind === 'staff') {
    return (
      <SelectField
        label={t('person')}
        hint={people.length === 0 ? t('noStaff') : undefined}
        value={typed.staffId}
        fault={faultOf('staffId')}
        onChange={(event) => set({ staffId: event.target.value })}
      >
        <option value="">{t('choosePerson')}</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <>
      {typed.kind !== 'place' && (
        <TextField
          label={t(typed.kind === 'table' ? 'tableNumber' : 'invoiceNumber')}
          maxLength={60}
          value={typed.reference}
          fault={faultOf('reference')}
          onChange={(event) => set({ reference: event.target.value })}
        />
      )}
      {(typed.kind === 'place' || sites.length > 0) && (
        <SelectField
          label={t('place')}
          value={typed.locationId}
          fault={faultOf('locationId')}
          onChange={(event) => set({ locationId: event.target.value })}
        >
          <option value="">{t('wholeBusiness')}</option>
          {sites.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
    </>
  );
}

function JourneyField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useCodeWords();
  const all = useQuery(journeys).data?.items ?? [];
  const open = all.filter(({ id, status }) => status === 'live' || status === 'paused' || id === value);
  return (
    <SelectField label={t('journey')} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('anyJourney')}</option>
      {open.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
