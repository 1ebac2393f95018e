import { GROUND, type Accent } from './accent.js';

/** The one stylesheet of customers' pages: system font, one column, both schemes, forced colours. */
export function styleOf({ button, light, dark }: Accent): string {
  return `:root{color-scheme:light dark;--ground:${GROUND.light};--sunken:#f4f4f0;--ink:#1d2622;--muted:#56605a;--hair:#e2e3dc;--edge:#808b84;--star:#bd7a10;--empty:#7f8982;--bad:#a62f1d;--good:#17683c;--accent:${light}}
@media(prefers-color-scheme:dark){:root{--ground:${GROUND.dark};--sunken:#1e2420;--ink:#e8ece8;--muted:#a7b1aa;--hair:#2b332e;--edge:#758179;--star:#e3b04a;--empty:#7f8a83;--bad:#ff9f8e;--good:#73d39b;--accent:${dark}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:34rem;min-height:100vh;display:flex;flex-direction:column;background:var(--ground);color:var(--ink);font:400 17px/26px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
.biz{display:flex;align-items:center;gap:12px;padding:20px;border-bottom:1px solid var(--hair);font-weight:600}
.logo{flex:none;width:44px;height:44px;border-radius:11px;background:${button};color:#fff;display:grid;place-items:center;font-size:20px}
.pic{flex:none;border-radius:4px}
@media(prefers-color-scheme:dark){.pic{background:#fff;outline:4px solid #fff}}
main{padding:0 20px;flex:1}
h1{font-size:28px;line-height:34px;font-weight:700;letter-spacing:-.02em;margin:28px 0 0;text-wrap:balance}
h2{font-size:18px;line-height:24px;font-weight:600;margin:0}
p{margin:6px 0 0}
.mut{color:var(--muted);font-size:16px;line-height:24px}
.fine{color:var(--muted);font-size:14px;line-height:20px}
fieldset{border:0;margin:26px -8px 0;padding:0;min-width:0}
.stars{display:grid;grid-template-columns:repeat(5,1fr)}
.stars label{display:flex;flex-direction:column;align-items:center;gap:6px;padding:10px 0;border-radius:12px;font-size:14px;line-height:18px;color:var(--muted);text-align:center;cursor:pointer;min-width:0}
.stars svg{width:40px;height:40px;max-width:80%;fill:none;stroke:var(--empty);stroke-width:1.4;stroke-linejoin:round}
.stars label:has(input:checked) svg,.stars label:has(~label input:checked) svg{fill:var(--star);stroke:var(--star)}
.stars label:has(input:checked){color:var(--ink);font-weight:600;background:var(--sunken)}
.stars label:has(input:focus-visible){outline:3px solid var(--accent);outline-offset:-3px}
.hid{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.stars label{position:relative}
.lab{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:0 12px;font-weight:600;font-size:16px;line-height:22px;margin-top:28px}
.lab span{font-weight:400;color:var(--muted);font-size:14px}
textarea,.in{display:block;width:100%;margin-top:8px;min-height:116px;border:1px solid var(--edge);border-radius:12px;padding:12px 14px;font:inherit;color:inherit;background:var(--ground)}
.in{min-height:52px}
::placeholder{color:var(--muted);opacity:1}
textarea:focus-visible,a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.go{display:flex;align-items:center;justify-content:center;width:100%;min-height:52px;padding:8px 16px;margin-top:16px;border-radius:12px;border:1px solid transparent;font-family:inherit;font-size:17px;line-height:24px;font-weight:600;background:${button};color:#fff;text-decoration:none;text-align:center;cursor:pointer}
.go svg{flex:none;width:22px;height:22px;margin-inline-end:10px;fill:none;stroke:var(--accent);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.given{white-space:nowrap}
.given svg{width:17px;height:17px;vertical-align:-2px;fill:none;stroke:var(--star);stroke-width:1.6;stroke-linejoin:round}
.given .on{fill:var(--star)}
.line{background:transparent;border-color:var(--edge);color:var(--ink)}
.box{background:var(--sunken);border:1px solid var(--hair);border-radius:16px;padding:16px;margin:26px -4px 28px}
.sec{margin-top:22px}
.ck{display:flex;gap:12px;align-items:center;min-height:48px;margin-top:14px;font-size:16px;line-height:22px}
.ck input{flex:none;width:24px;height:24px;margin:0;accent-color:${button}}
.err{color:var(--bad);font-weight:600;margin-top:18px}
.ok{color:var(--good);font-weight:600;margin-top:18px}
a{color:var(--accent);text-underline-offset:3px}
ul{list-style:none;margin:12px 0 0;padding:0}
li{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:8px 16px;padding:10px 0;border-top:1px solid var(--hair)}
li div{flex:1 1 8em}
li .go{width:auto;min-width:6.5rem;min-height:44px;margin:0}
footer{margin-top:32px;padding:18px 20px 22px;border-top:1px solid var(--hair);display:flex;flex-wrap:wrap;gap:8px 20px;justify-content:space-between;font-size:14px;line-height:20px;color:var(--muted)}
footer:not(:has(a)){border:0}
footer nav{display:flex;flex-wrap:wrap;gap:8px 16px}
@media(forced-colors:active){.go{border-color:ButtonText}.stars svg{stroke:CanvasText}.stars label:has(input:checked) svg,.stars label:has(~label input:checked) svg{fill:Highlight;stroke:Highlight}}`;
}
