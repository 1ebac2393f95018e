-- Messages somebody of the team sends to themselves to see them arrive: apart from the ledger, so that they count nowhere.

set local role app_owner;

create table messaging.test_messages (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  channel text not null check (channel in ('email', 'sms')),
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  reason_code text,
  reason_message text,
  -- sealed JSON of what is sent; forgotten as soon as it has been
  content bytea,
  asked_by text not null,
  provider text,
  provider_message_id text,
  lease_until timestamptz,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (business_id, id)
);
create index test_messages_due on messaging.test_messages (id) where status in ('queued', 'sending');
select platform.protect('messaging.test_messages');
create policy dispatch_reads on messaging.test_messages for select to app_dispatch using (true);
grant select on messaging.test_messages to app_dispatch;

reset role;
