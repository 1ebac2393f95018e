import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import { me, useMay } from '../api/queries.js';
import { isRefusal } from '../api/refusal.js';
import {
  Avatar,
  Button,
  Card,
  Dialog,
  FaultNote,
  Loading,
  Page,
  SelectField,
  TextField,
  toast,
  useFaultSentence,
  useWhen,
} from '../ui/index.js';
import { Confirm } from './parts/confirm.js';
import { FormButtons } from './parts/form-buttons.js';
import { ShownOnce } from './parts/shown-once.js';
import { KeptNote } from './parts/kept-note.js';
import { useUnsent } from './parts/unsent.js';

type Member = Shape<'Member'>;
const ROLES = ['owner', 'admin', 'manager', 'member', 'server'] as const;
type Role = (typeof ROLES)[number];

/** Who signs in, as what, and who has been asked to. */
export default function Team() {
  const t = useTranslations('team');
  const may = useMay('members:write');
  const [inviting, setInviting] = useState(false);
  const members = useQuery({
    queryKey: ['members'],
    queryFn: () => answer(api.GET('/members', { params: { query: { limit: 200 } } })),
  });
  return (
    <Page
      title={t('title')}
      intro={t('intro')}
      actions={
        may && (
          <Button kind="primary" icon={<IconPlus size={18} aria-hidden />} onClick={() => setInviting(true)}>
            {t('invite')}
          </Button>
        )
      }
    >
      <div className="stack" style={{ gap: 20 }}>
        <Card title={t('members')}>
          {members.error ? (
            <FaultNote error={members.error} retry={() => void members.refetch()} />
          ) : !members.data ? (
            <Loading />
          ) : (
            <ul>
              {members.data.items.map((each) => (
                <One key={each.id} member={each} />
              ))}
            </ul>
          )}
        </Card>
        <Invitations />
      </div>
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </Page>
  );
}

const rowStyle = { padding: '12px 18px', gap: 12 };

function One({ member }: { member: Member }) {
  const t = useTranslations('team');
  const roles = useTranslations('shell.account.roles');
  const client = useQueryClient();
  const sentence = useFaultSentence();
  const { day } = useWhen();
  const { data: who } = useQuery(me);
  const may = useMay('members:write');
  const [removing, setRemoving] = useState(false);
  const isMe = who?.id === member.id;
  const changed = () => client.invalidateQueries({ queryKey: ['members'] });
  const change = useMutation({
    mutationFn: (role: Role) =>
      answer(api.PATCH('/members/{id}', { params: { path: { id: member.id } }, body: { role } })),
    onSuccess: ({ name, role }) => {
      void changed();
      toast(t('changed', { name, role: roles(role) }));
    },
    onError: (error) => toast(sentence(error)),
  });
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/members/{id}', { params: { path: { id: member.id } } })),
    onSuccess: () => {
      setRemoving(false);
      void changed();
      toast(t('removed', { name: member.name }));
    },
  });
  return (
    <li className="row wrap" style={rowStyle}>
      <Avatar name={member.name} />
      <div className="grow">
        <div className="label">
          {member.name} {isMe && <span className="muted">({t('you')})</span>}
        </div>
        <div className="t13 muted" style={{ overflowWrap: 'anywhere' }}>
          {member.email}, {t('joined', { when: day(member.createdAt) })}
        </div>
      </div>
      {may && !isMe ? (
        <>
          <select
            className="input"
            style={{ width: 'auto' }}
            aria-label={t('roleOf', { name: member.name })}
            value={member.role}
            onChange={(event) => change.mutate(event.target.value as Role)}
          >
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {roles(each)}
              </option>
            ))}
          </select>
          <Button kind="danger" onClick={() => setRemoving(true)}>
            {t('remove')}
          </Button>
        </>
      ) : (
        <span className="muted">{roles(member.role)}</span>
      )}
      {removing && (
        <Confirm
          title={t('removeTitle', { name: member.name })}
          act={t('remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setRemoving(false)}
        >
          <p>{t('removeText', { name: member.name })}</p>
        </Confirm>
      )}
    </li>
  );
}

function Invitations() {
  const t = useTranslations('team');
  const roles = useTranslations('shell.account.roles');
  const client = useQueryClient();
  const { moment } = useWhen();
  const may = useMay('members:write');
  const { data } = useQuery({
    queryKey: ['invitations'],
    queryFn: () => answer(api.GET('/invitations', { params: { query: { limit: 200 } } })),
  });
  const revoke = useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/invitations/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['invitations'] }),
  });
  if (!data?.items.length) return null;
  return (
    <Card title={t('invitations')}>
      <ul>
        {data.items.map((each) => (
          <li key={each.id} className="row wrap" style={rowStyle}>
            <div className="grow">
              <div className="label clip">{each.email}</div>
              <div className="t13 muted num">
                {roles(each.role)}, {t('expires', { when: moment(each.expiresAt) })}
              </div>
            </div>
            {may && (
              <Button
                busy={revoke.isPending && revoke.variables === each.id}
                onClick={() => revoke.mutate(each.id)}
              >
                {t('revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <FaultNote error={revoke.error} />
    </Card>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const t = useTranslations('team');
  const roles = useTranslations('shell.account.roles');
  const client = useQueryClient();
  const { typed, type, forget, kept } = useUnsent('invitation', { email: '', role: 'manager' as Role });
  const { email, role } = typed;
  const invite = useMutation({
    mutationFn: () => answer(api.POST('/invitations', { body: { email: email.trim(), role } })),
    onSuccess: () => {
      forget();
      void client.invalidateQueries({ queryKey: ['invitations'] });
    },
  });
  if (invite.data) {
    return (
      <ShownOnce
        title={t('linkTitle')}
        text={t('linkText')}
        label={t('link')}
        value={invite.data.url}
        done={t('done')}
        onClose={onClose}
      />
    );
  }
  const refusal = isRefusal(invite.error) ? invite.error : undefined;
  const cancel = () => {
    forget();
    onClose();
  };
  return (
    <Dialog
      title={t('inviteTitle')}
      onClose={onClose}
      onSubmit={() => invite.mutate()}
      footer={<FormButtons act={t('send')} busy={invite.isPending} onCancel={cancel} />}
    >
      <KeptNote shown={kept} forget={forget} />
      <TextField
        autoFocus
        label={t('email')}
        type="email"
        value={email}
        fault={refusal?.faultOf('email')}
        onChange={(event) => type({ ...typed, email: event.target.value })}
      />
      <SelectField
        label={t('role')}
        hint={t(`roleTexts.${role}`)}
        value={role}
        onChange={(event) => type({ ...typed, role: event.target.value as Role })}
      >
        {ROLES.map((each) => (
          <option key={each} value={each}>
            {roles(each)}
          </option>
        ))}
      </SelectField>
      {!refusal?.faults.length && <FaultNote error={invite.error} />}
    </Dialog>
  );
}
