-- An index that says no more than the primary key read backwards costs every insert and every change of a row, and on a
-- table that is still small the planner may take it where the key would have found the one row.

set local role app_owner;

drop index messaging.messages_newest;
drop index integrations.inbox_newest;
drop index crm.customers_newest;
drop index journeys.mailbox_unseen;

-- By the lease alone: with the status in its condition, every look-up of a message by status could mistake it for the way.
drop index messaging.messages_in_doubt;
create index messages_in_doubt on messaging.messages (lease_until) where lease_until is not null;

reset role;
