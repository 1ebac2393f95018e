-- When a business is deleted, people who belong to no other are forgotten with it: their sign-in, and by it their
-- sessions. What the rows say besides stays unread.

set local role app_owner;

grant select ("id"), delete on auth."user" to app_maint;

reset role;
