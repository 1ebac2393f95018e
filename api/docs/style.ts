/** What the page at `/` and the contract look like: a quiet workshop, light and dark, no font from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --canvas: #f4f4f0; --surface: #fff; --sunken: #f8f8f5; --hairline: #e2e3dc; --ink: #1d2622; --muted: #56605a;
  --brand: #0e5f49; --brand-tint: #e0efe8; --blue: #2c57a4; --amber: #765610; --red: #a62f1d;
  --ui: "Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --voice: Vollkorn, "Iowan Old Style", Georgia, serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #141a17; --surface: #1b221e; --sunken: #161d19; --hairline: #2e3832; --ink: #e8ece9; --muted: #a3aea8;
    --brand: #6fcfae; --brand-tint: #1d3a30; --blue: #9db9f0; --amber: #e0bd6a; --red: #f09a8a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 400 0.9375rem/1.5 var(--ui); }
a { color: var(--brand); }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; border-radius: 4px; }
h1 { font: 600 1.75rem/1.25 var(--voice); margin: 0 0 1rem; }
h2 { font: 600 1.375rem/1.3 var(--voice); margin: 2.5rem 0 1rem; }
code, pre { font-family: var(--mono); font-size: 0.8125rem; }
pre { background: var(--sunken); border: 1px solid var(--hairline); border-radius: 8px; padding: 12px 16px; overflow-x: auto; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--surface); padding: 8px; }

.home { display: grid; place-items: center; min-height: 100vh; padding: 24px; }
.home main { background: var(--surface); border: 1px solid var(--hairline); border-radius: 16px; padding: 32px; width: 100%; max-width: 34rem; }
.home ul { list-style: none; padding: 0; margin: 16px 0; border-top: 1px solid var(--hairline); }
.home li { display: flex; justify-content: space-between; gap: 16px; padding: 8px 0; border-bottom: 1px solid var(--hairline); }
.home .state { color: var(--muted); }

.docs { display: grid; grid-template-columns: 20rem minmax(0, 1fr); }
.docs nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 24px 16px; border-right: 1px solid var(--hairline); background: var(--surface); font-size: 0.8125rem; }
.docs nav .name { font: 600 1.125rem/1.4 var(--voice); margin: 0 0 8px; }
.docs nav h2 { font: 600 0.8125rem/1.4 var(--ui); color: var(--muted); margin: 16px 0 4px; }
.docs nav ul { list-style: none; margin: 0; padding: 0; }
.docs nav a { display: block; padding: 3px 6px; text-decoration: none; color: var(--ink); border-radius: 6px; overflow-wrap: anywhere; }
.docs nav a:hover { background: var(--brand-tint); }
.docs main { padding: 32px 40px 80px; max-width: 60rem; }
.docs article { background: var(--surface); border: 1px solid var(--hairline); border-radius: 12px; padding: 16px 20px; margin: 0 0 16px; scroll-margin-top: 16px; }
.docs article:target { border-color: var(--brand); }
.docs h3 { font: 600 1rem/1.4 var(--ui); margin: 0 0 4px; overflow-wrap: anywhere; }
.docs h4 { font: 600 0.8125rem/1.4 var(--ui); margin: 16px 0 4px; color: var(--muted); }
.docs p { margin: 4px 0; }
.docs dl { margin: 4px 0; border-left: 2px solid var(--hairline); padding-left: 12px; }
.docs dt { margin-top: 6px; overflow-wrap: anywhere; }
.docs dd { margin: 0 0 4px; color: var(--muted); }
.method { display: inline-block; min-width: 3.4em; font: 600 0.6875rem/1.6 var(--mono); color: var(--brand); }
.method.post { color: var(--blue); } .method.put, .method.patch { color: var(--amber); } .method.delete { color: var(--red); }
.type, .note, .permission, .refusals { color: var(--muted); font-size: 0.8125rem; }
.required { color: var(--amber); font-size: 0.75rem; }
@media (max-width: 56rem) {
  .docs { grid-template-columns: minmax(0, 1fr); }
  .docs nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--hairline); }
  .docs main { padding: 24px 16px 64px; }
}
`;
