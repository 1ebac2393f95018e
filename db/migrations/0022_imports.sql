-- What was brought in from files, and which rows stayed out and why.

set local role app_owner;

create table integrations.imports (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  kind text not null check (kind in ('customers')),
  file_name text not null default '',
  rows int not null,
  created int not null,
  updated int not null,
  refusals_kept int not null,
  -- [{ line, column, message }]: never a value of the file, which would be somebody's e-mail address
  rejected jsonb not null default '[]',
  created_by text,
  created_at timestamptz not null default now(),
  primary key (business_id, id)
);
select platform.protect('integrations.imports', 'append_only');

reset role;
