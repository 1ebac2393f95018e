import { statement } from './statement.js';

/** One business's link to a sender that the whole installation shares, made once. */
export const lockSender = statement(
  'senders.lock',
  `select pg_advisory_xact_lock(hashtextextended('sender ' || $1 || ' ' || $2, 0))`,
);

export interface SenderConnection {
  id: string;
  account_ref: string | null;
  secret_id: string | null;
  kind: string | null;
  sealed: Buffer | null;
}

export const findSender = statement<SenderConnection>(
  'senders.find',
  `select c.id, c.account_ref, s.id as secret_id, s.kind, s.sealed
     from integrations.connections c
     left join lateral (
       select s.id, s.kind, s.sealed from integrations.secrets s
        where s.business_id = c.business_id and s.connection_id = c.id
          and (s.retires_at is null or s.retires_at > now())
        order by s.id desc limit 1) s on true
    where c.business_id = $1 and c.source = $2 and c.settings ->> 'sharedSender' = 'true' and c.deleted_at is null
    order by c.id limit 1`,
);

export const insertSender = statement<{ id: string }>(
  'senders.insert',
  `insert into integrations.connections (business_id, source, name, account_ref, settings, created_by)
   values ($1, $2, $3, $4, jsonb_build_object('sharedSender', true, 'from', $4::text), 'system')
   returning id`,
);

export const changeSender = statement(
  'senders.change',
  `update integrations.connections
      set account_ref = $3, settings = settings || jsonb_build_object('from', $3::text)
    where business_id = $1 and id = $2`,
);

export const insertSenderSecret = statement(
  'senders.insert_secret',
  `insert into integrations.secrets (business_id, id, connection_id, kind, sealed) values ($1, $2, $3, 'signing', $4)`,
);
