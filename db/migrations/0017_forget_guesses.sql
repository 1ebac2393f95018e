-- Who guessed passwords is forgotten with everything else that was kept long enough. `expire` is in milliseconds.

set local role app_owner;

grant select (key, expire), delete on auth.limits to app_maint;

reset role;
