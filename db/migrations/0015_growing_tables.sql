-- What a business of a hundred thousand customers needs that one of a hundred does not.

set local role app_owner;

-- Who was merged into somebody: also what the foreign key looks for when a customer goes.
create index customers_by_merge on crm.customers (business_id, merged_into) where merged_into is not null;

-- Passages whose workflow never began: asked for every minute, and never among all that sleep.
create index enrollments_never_started on journeys.enrollments (started_at) where status = 'active' and turn = 0;

-- What ended within a time, for reports.
create index enrollments_by_end on journeys.enrollments (business_id, ended_at) where ended_at is not null;

-- The rows a foreign key follows when a person or a place goes.
create index responses_by_staff on feedback.responses (business_id, staff_id) where staff_id is not null;
create index responses_by_location on feedback.responses (business_id, location_id) where location_id is not null;
create index staff_by_location on tenancy.staff (business_id, location_id) where location_id is not null;

-- Queues are vacuumed early: whoever polls them reads past what is dead.
alter table integrations.inbox_events set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table integrations.outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table journeys.enrollments set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
alter table journeys.mailbox set (autovacuum_vacuum_scale_factor = 0.05);
alter table messaging.messages set (autovacuum_vacuum_scale_factor = 0.05);

reset role;
