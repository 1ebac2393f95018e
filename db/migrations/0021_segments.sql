-- Who fits the description by which a journey begins, as they stood when we last looked: entering is the difference.

set local role app_owner;

create table journeys.segments (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  journey_id uuid not null,
  -- the description everybody was last counted by; under another one nobody has entered yet
  condition jsonb not null,
  counted_at timestamptz not null default now(),
  primary key (business_id, journey_id),
  foreign key (business_id, journey_id) references journeys.journeys (business_id, id) on delete cascade
);
select platform.protect('journeys.segments');

create table journeys.segment_members (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  journey_id uuid not null,
  customer_id uuid not null,
  since timestamptz not null default now(),
  primary key (business_id, journey_id, customer_id),
  foreign key (business_id, journey_id) references journeys.journeys (business_id, id) on delete cascade,
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create index segment_members_by_customer on journeys.segment_members (business_id, customer_id);
select platform.protect('journeys.segment_members');

reset role;
