-- What nightly upkeep needs, and rights that were only needed while the schema was made.

set local role app_owner;

-- Expired sign-ins and codes go with everything else that was kept long enough; what they say stays unread.
grant usage on schema auth to app_maint;
grant select ("id", "expiresAt"), delete on auth."session", auth."verification" to app_maint;

-- The owner of the lookups needs no right to make more of them.
revoke create on schema tenancy, platform, integrations from app_router;

reset role;
