-- Journeys, their drafts and published versions, and each customer's passage through one version.

set local role app_owner;

create table journeys.journeys (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  name text not null check (length(name) between 1 and 200),
  description text not null default '',
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'archived')),
  pause_mode text check (pause_mode in ('no_new_people', 'hold_everyone')),
  paused_at timestamptz,
  live_version int,
  deleted_at timestamptz,
  created_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  check ((status = 'paused') = (pause_mode is not null))
);
create index journeys_newest on journeys.journeys (business_id, id desc) where deleted_at is null;
select platform.protect('journeys.journeys');

create table journeys.drafts (
  business_id uuid not null,
  journey_id uuid not null,
  flow jsonb not null,
  -- the ETag: grows by one with every save
  revision int not null default 1,
  updated_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, journey_id),
  foreign key (business_id, journey_id) references journeys.journeys (business_id, id) on delete cascade
);
select platform.protect('journeys.drafts');

-- A published flow never changes.
create table journeys.versions (
  business_id uuid not null,
  journey_id uuid not null,
  number int not null check (number > 0),
  flow jsonb not null,
  note text not null default '',
  author text,
  landed jsonb not null default '[]',
  published_at timestamptz not null default now(),
  primary key (business_id, journey_id, number),
  foreign key (business_id, journey_id) references journeys.journeys (business_id, id) on delete cascade
);
select platform.protect('journeys.versions', 'append_only');
create trigger refuse_change before update on journeys.versions
  for each row execute function platform.refuse_change();

-- Which event types the live version of a journey has an interest in, and as what.
create table journeys.triggers (
  business_id uuid not null,
  journey_id uuid not null,
  event_type text not null,
  role text not null check (role in ('entry', 'goal', 'stop', 'listener')),
  primary key (business_id, event_type, journey_id, role),
  foreign key (business_id, journey_id) references journeys.journeys (business_id, id) on delete cascade
);
create index triggers_by_journey on journeys.triggers (business_id, journey_id);
select platform.protect('journeys.triggers');

create table journeys.enrollments (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  journey_id uuid not null,
  version int not null,
  customer_id uuid not null,
  subject_kind text,
  subject_id text,
  entry_event_id uuid,
  status text not null default 'active' check (status in ('active', 'completed', 'stopped', 'failed')),
  reason_code text,
  reason_message text,
  -- the directive counter and the answer given to it; the same turn again gets the same answer
  turn int not null default 0,
  directive jsonb,
  -- where the enrollment stands: the step, which time it is there, and since when
  step_id text,
  visit int not null default 0,
  visits jsonb not null default '{}',
  since timestamptz,
  due_at timestamptz,
  -- { event: {type, occurredAt, data}, staff, location, saved, answers }: what conditions and messages may speak of
  facts jsonb not null default '{}',
  last_message_at timestamptz,
  -- a newer occurrence that waits for this one to end (onRepeat: queue)
  queued_event_id uuid,
  queued_at timestamptz,
  paused_at timestamptz,
  depth int not null default 0,
  expires_at timestamptz,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, journey_id, version) references journeys.versions (business_id, journey_id, number),
  foreign key (business_id, customer_id) references crm.customers (business_id, id)
) with (fillfactor = 80);
-- One live passage per journey, customer and subject. No subject means the customer is the subject.
create unique index enrollments_one_live on journeys.enrollments
  (business_id, journey_id, customer_id, subject_kind, subject_id) nulls not distinct where status = 'active';
create index enrollments_live_by_subject on journeys.enrollments (business_id, subject_kind, subject_id)
  where status = 'active' and subject_id is not null;
create index enrollments_by_customer on journeys.enrollments (business_id, customer_id, id desc);
create index enrollments_by_journey on journeys.enrollments (business_id, journey_id, status, id desc);
create index enrollments_overdue on journeys.enrollments (due_at) where status = 'active';
select platform.protect('journeys.enrollments');
grant select on journeys.enrollments to app_dispatch;
create policy dispatch_reads on journeys.enrollments for select to app_dispatch using (true);

-- What an enrollment has been told and has not looked at yet. Signals only say "look"; this says what.
create table journeys.mailbox (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  enrollment_id uuid not null,
  kind text not null check (kind in ('event', 'goal', 'stop_rule', 'control')),
  event_id uuid,
  -- event: { type, exit? }; control: { act, stepId?, version?, reason, actor }
  body jsonb not null default '{}',
  seen_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, enrollment_id) references journeys.enrollments (business_id, id) on delete cascade
);
create index mailbox_unseen on journeys.mailbox (business_id, enrollment_id, id) where seen_at is null;
create index mailbox_by_enrollment on journeys.mailbox (business_id, enrollment_id, id);
select platform.protect('journeys.mailbox');

-- Every decision leaves a row: the timeline an owner reads and the counts on the canvas are these.
create table journeys.timeline (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  enrollment_id uuid not null,
  journey_id uuid not null,
  customer_id uuid not null,
  version int not null,
  type text not null check (type in ('enrolled', 'step', 'waiting', 'listening', 'held', 'message', 'event',
                                     'feedback', 'control', 'moved', 'ended')),
  step_id text,
  visit int,
  exit text,
  reason_code text,
  reason_message text,
  message_id uuid,
  event_id uuid,
  feedback_id uuid,
  actor text,
  at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, enrollment_id) references journeys.enrollments (business_id, id) on delete cascade
);
create index timeline_by_enrollment on journeys.timeline (business_id, enrollment_id, id);
create index timeline_by_customer on journeys.timeline (business_id, customer_id, id desc);
create index timeline_passed on journeys.timeline (business_id, journey_id, step_id, exit) where type = 'step';
select platform.protect('journeys.timeline', 'append_only');

-- The recorded verdict of one journey on one event, also when it did nothing.
create table journeys.event_matches (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  event_id uuid not null,
  attempt int not null default 1,
  journey_id uuid not null,
  enrollment_id uuid,
  outcome text not null check (outcome in ('enrolled', 'merged', 'restarted', 'queued', 'woke', 'ended', 'ignored',
                                           'replanned')),
  reason_code text not null,
  reason_message text not null,
  -- [{ label, passed }]
  checks jsonb not null default '[]',
  at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, journey_id) references journeys.journeys (business_id, id) on delete cascade
);
create index matches_by_event on journeys.event_matches (business_id, event_id, id);
select platform.protect('journeys.event_matches', 'append_only');

-- What a journey told the team, in the app and by e-mail.
create table journeys.notices (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  membership_id uuid not null,
  kind text not null check (kind in ('journey', 'low_rating', 'problem')),
  body text not null,
  enrollment_id uuid,
  customer_id uuid,
  step_id text,
  feedback_id uuid,
  -- unique within the business: the same step visit tells the same person once
  notice_key text not null,
  email_status text not null default 'pending' check (email_status in ('pending', 'sending', 'sent', 'failed', 'unknown')),
  read_at timestamptz,
  done_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, notice_key),
  foreign key (business_id, membership_id) references tenancy.memberships (business_id, id) on delete cascade
);
create index notices_open on journeys.notices (business_id, membership_id, id desc) where done_at is null;
create index notices_to_email on journeys.notices (id) where email_status = 'pending';
select platform.protect('journeys.notices');
grant select (business_id, id, email_status) on journeys.notices to app_dispatch;
create policy dispatch_reads on journeys.notices for select to app_dispatch using (true);

reset role;
