-- Talks by text: what customers write and what somebody of the team answers.

set local role app_owner;

-- Who of the team wrote a message; nobody for those of journeys and of customers.
alter table messaging.messages add column author text;
-- When they were told that it is a quiet hour where the customer is, and wanted it sent all the same.
alter table messaging.messages add column hours_confirmed_at timestamptz;
create index messages_replies_held on messaging.messages (held_until) where author is not null and status = 'held';
create index messages_replies_out on messaging.messages (lease_until) where author is not null and status = 'sending';

-- Where the talk with one customer stands, from the first text they send or are written.
create table messaging.conversations (
  business_id uuid not null,
  customer_id uuid not null,
  -- the newest text of the talk, either way: ids begin with their time, so this is the order of the list too
  last_message_id uuid not null,
  -- the newest of theirs, and up to which of theirs somebody has read
  last_inbound_id uuid,
  read_to uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, customer_id),
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create index conversations_newest on messaging.conversations (business_id, last_message_id desc);
select platform.protect('messaging.conversations');

reset role;

-- Texts that came in before there were talks: read, because nobody could have answered here.
set local role app_maint;
insert into messaging.conversations (business_id, customer_id, last_message_id, last_inbound_id, read_to)
select distinct on (business_id, customer_id) business_id, customer_id, id, id, id
  from messaging.messages
 where direction = 'inbound' and channel = 'sms'
 order by business_id, customer_id, id desc;

reset role;
