-- Files of events come in too.

set local role app_owner;

alter table integrations.imports drop constraint imports_kind_check;
alter table integrations.imports add constraint imports_kind_check check (kind in ('customers', 'events'));

reset role;
