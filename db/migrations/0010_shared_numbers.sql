-- A number may serve several businesses. STOP to it is meant for all of them that have texted this person from it,
-- and the carrier's call reaches only one. This answers with ids and nothing else.

grant create on schema messaging to app_maint;
set local role app_maint;

create function messaging.businesses_that_texted(wanted_from text, wanted_phone text)
  returns table (business_id uuid)
  language sql stable security definer set search_path = pg_catalog
as $$
  select distinct c.business_id
    from integrations.connections c
    join crm.customers p on p.business_id = c.business_id and p.phone = wanted_phone
   where c.source = 'twilio' and c.deleted_at is null
     and (c.account_ref = wanted_from or c.settings ->> 'from' = wanted_from)
     and exists (select from messaging.messages m
                  where m.business_id = c.business_id and m.customer_id = p.id and m.channel = 'sms'
                    and m.direction = 'outbound' and m.status in ('sending', 'sent', 'delivered', 'failed', 'unknown'))
$$;
revoke execute on function messaging.businesses_that_texted(text, text) from public;
grant execute on function messaging.businesses_that_texted(text, text) to app_user;

reset role;
revoke create on schema messaging from app_maint;
