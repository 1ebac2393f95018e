-- The ask and the answer. Everyone who answers is shown the public links; which ones is kept as evidence.

set local role app_owner;

create table feedback.review_requests (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  message_id uuid not null,
  enrollment_id uuid,
  customer_id uuid not null,
  channel text not null check (channel in ('email', 'sms')),
  reminder boolean not null default false,
  answered_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, message_id),
  foreign key (business_id, message_id) references messaging.messages (business_id, id) on delete cascade,
  foreign key (business_id, customer_id) references crm.customers (business_id, id)
);
create index review_requests_by_customer on feedback.review_requests (business_id, customer_id, id desc);
select platform.protect('feedback.review_requests');

create table feedback.responses (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  rating int not null check (rating between 1 and 5),
  comment text not null default '' check (length(comment) <= 2000),
  private_note text not null default '' check (length(private_note) <= 2000),
  wants_call boolean not null default false,
  source text not null check (source in ('email', 'sms', 'qr', 'link')),
  customer_id uuid,
  enrollment_id uuid,
  message_id uuid,
  -- the public token it was given through: one answer each, changeable
  token_id uuid,
  staff_id uuid,
  location_id uuid,
  subject_kind text,
  subject_id text,
  public_links_shown jsonb not null default '[]',
  resolved_at timestamptz,
  resolved_by text,
  resolution_note text,
  changed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, token_id),
  foreign key (business_id, customer_id) references crm.customers (business_id, id),
  foreign key (business_id, staff_id) references tenancy.staff (business_id, id) on delete set null (staff_id),
  foreign key (business_id, location_id) references tenancy.locations (business_id, id)
    on delete set null (location_id)
);
create index responses_newest on feedback.responses (business_id, id desc);
create index responses_by_customer on feedback.responses (business_id, customer_id, id desc);
create index responses_by_enrollment on feedback.responses (business_id, enrollment_id, id);
select platform.protect('feedback.responses');

reset role;
