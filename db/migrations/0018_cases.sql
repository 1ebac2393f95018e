-- Rehearsals a business keeps with a journey, to see before publishing what a change does to them.

set local role app_owner;

create table journeys.cases (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  journey_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- whom it was tried on, when that is somebody real: the case goes when they are forgotten
  customer_id uuid,
  -- sealed JSON: who, what happened, what they answered, and what came of it
  content bytea not null,
  created_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, journey_id) references journeys.journeys (business_id, id) on delete cascade,
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create index cases_by_journey on journeys.cases (business_id, journey_id, id);
create index cases_by_customer on journeys.cases (business_id, customer_id) where customer_id is not null;
select platform.protect('journeys.cases');

reset role;
