-- What erasing a person changes in tables that are otherwise only ever added to. It reaches the business of the
-- transaction and no other, whoever calls it.

grant create on schema crm to app_maint;
set local role app_maint;

create function crm.scrub_history(people uuid[]) returns void
  language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  business uuid := platform.current_business();
begin
  -- Evidence names the person; the suppression that stays behind needs none.
  delete from crm.consents where business_id = business and customer_id = any (people);
  -- Sentences may quote what an event said. The codes and times stay, and with them every count.
  update journeys.timeline set reason_message = null
   where business_id = business and customer_id = any (people) and reason_message is not null;
  update journeys.event_matches m set reason_message = '', checks = '[]'
    from integrations.inbox_events e
   where e.business_id = business and e.customer_id = any (people)
     and m.business_id = business and m.event_id = e.id;
end $$;
revoke execute on function crm.scrub_history(uuid[]) from public;
grant execute on function crm.scrub_history(uuid[]) to app_user;

reset role;
revoke create on schema crm from app_maint;
