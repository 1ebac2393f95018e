-- What the API needs across businesses: has anybody set this installation up, and who has been guessing passwords.

set local role app_owner;

-- Counters of failed guesses, shared by every API process (rate-limiter-flexible's shape).
create table auth.limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
grant select, insert, update, delete on auth.limits to app_auth;

reset role;
set local role app_router;

create function tenancy.any_business() returns boolean
  language sql stable security definer set search_path = pg_catalog
as $$
  select exists (select from tenancy.businesses)
$$;
revoke execute on function tenancy.any_business() from public;
grant execute on function tenancy.any_business() to app_user;

reset role;
