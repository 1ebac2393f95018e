import './rehearse.css';
import { IconAlertTriangle, IconCheck, IconHourglass } from '@tabler/icons-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { CARD, type Box, type Drawn } from '../canvas/layout.js';
import { useView } from '../canvas/view.js';
import type { Entry } from './api.js';
import { lineOf, type Stop } from './path.js';
import { STRIDE, type Stage } from './stage.js';
import { useRehearseWords } from './words/index.js';
import { useClock } from './clock.js';

/** The way a customer takes, lit step by step, with a dot that travels it. */
export default function PathOnCanvas({
  drawn,
  stage,
  layer,
}: {
  drawn: Drawn;
  stage: Stage;
  layer: 'under' | 'over';
}) {
  const { stops, at, rehearsal } = useStore(stage.state);
  const { desk } = useView();
  const legs = useMemo(
    () => stops.map((stop, index) => legTo(drawn, stops[index - 1], stop)),
    [drawn, stops],
  );
  const here = stops[at];

  // The canvas keeps what is focused in view.
  useEffect(() => {
    if (here && layer === 'over') desk.state.setState({ focused: here.itemId });
  }, [desk, here, layer]);

  if (!rehearsal || !here) return null;
  if (layer === 'under')
    return (
      <svg className="jc-wires rh-wires" aria-hidden>
        {legs.slice(0, at).map((leg, index) => leg && <path key={index} d={leg} />)}
        <Leg key={at} d={legs[at] ?? null} />
      </svg>
    );
  const { entries, timezone } = rehearsal;
  return (
    <>
      {stops.slice(0, at + 1).map((stop, index) => {
        const box = drawn.boxes.get(stop.itemId);
        return (
          box && (
            <Lit
              key={index}
              box={box}
              side={drawn.room.get(box.id) ?? 'right'}
              now={index === at}
              stop={stop}
              entries={entries}
              zone={timezone}
            />
          )
        );
      })}
      <Dot key={at} d={legs[at] ?? null} box={drawn.boxes.get(here.itemId)} />
    </>
  );
}

/** The line from one stop to the next; through the “Go to” it ends in, where the two are drawn apart. */
function legTo(drawn: Drawn, from: Stop | undefined, to: Stop): string | null {
  const a = from && drawn.boxes.get(from.itemId);
  const b = drawn.boxes.get(to.itemId);
  if (!a || !b) return null;
  const direct = wireBetween(drawn, a, b);
  if (direct) return direct;
  const join = to.through === null ? undefined : drawn.boxes.get(to.through);
  const wire = join && wireBetween(drawn, a, join);
  return wire ?? null;
}

const wireBetween = (drawn: Drawn, a: Box, b: Box): string | null =>
  drawn.wires.find(({ path }) => path.startsWith(`M${a.x} ${a.top + a.height}V`) && endsAt(path, b))?.path ??
  null;

function endsAt(path: string, { x, top }: Box): boolean {
  const across = /H(-?[\d.]+)Q(-?[\d.]+) /.exec(path);
  const column = across ? Number(across[2]) : Number(/^M(-?[\d.]+) /.exec(path)?.[1]);
  return column === x && path.endsWith(`V${top}`);
}

/** The stretch being travelled now grows with the dot. */
function Leg({ d }: { d: string | null }) {
  const path = useRef<SVGPathElement>(null);
  useLayoutEffect(() => {
    const drawn = path.current;
    if (!drawn || isStill()) return;
    const length = drawn.getTotalLength();
    drawn.style.strokeDasharray = String(length);
    const run = drawn.animate([{ strokeDashoffset: length }, { strokeDashoffset: 0 }], {
      duration: STRIDE * 0.8,
      easing: 'ease-out',
    });
    return () => run.cancel();
  }, [d]);
  return d && <path ref={path} d={d} />;
}

/** Travels the line, and rests at the top edge of where it has come to. */
function Dot({ d, box }: { d: string | null; box: Box | undefined }) {
  const dot = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const shown = dot.current;
    if (!shown || !d || isStill()) return;
    const run = shown.animate([{ offsetDistance: '0%' }, { offsetDistance: '100%' }], {
      duration: STRIDE * 0.8,
      easing: 'ease-out',
      fill: 'forwards',
    });
    return () => run.cancel();
  }, [d]);
  if (!box) return null;
  const path = d ?? `M${box.x} ${box.top}V${box.top}`;
  return (
    <span ref={dot} className="rh-dot" style={{ offsetPath: `path("${path}")`, offsetDistance: '100%' }} />
  );
}

const isStill = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

function Lit({
  box,
  side,
  now,
  stop,
  entries,
  zone,
}: {
  box: Box;
  side: 'left' | 'right';
  now: boolean;
  stop: Stop;
  entries: readonly Entry[];
  zone: string;
}) {
  const line = lineOf(entries, stop);
  const { t } = useRehearseWords();
  const clock = useClock(zone);
  const told = entries.slice(stop.from, stop.until);
  const unsent = told.some(({ exit }) => exit === 'undeliverable');
  const held = told.find(({ kind, exit, message }) => isMessage(kind) && exit === null && !message);
  const Icon = unsent ? IconAlertTriangle : held ? IconHourglass : IconCheck;
  const pill = box.height < CARD.height;
  const width = useWidth(stop.itemId, pill);
  const at = line?.at ?? entries[0]?.at;
  return (
    <div
      className={`rh-lit${pill ? ` pill ${side}` : ''}${now ? ' now' : ''}${unsent ? ' warn' : ''}`}
      style={{
        transform: `translate(${box.x - CARD.width / 2}px, ${box.top}px)`,
        height: box.height,
        ['--half' as string]: `${width / 2}px`,
      }}
    >
      <i style={{ width }} />
      {at && (
        <span className="rh-tick">
          <Icon size={13} stroke={2} />
          {clock.moment(at)}
          {(unsent || held) && ` · ${t(unsent ? 'notSent' : 'wasHeld')}`}
        </span>
      )}
    </div>
  );
}

/** A pill is as wide as its words. */
function useWidth(itemId: string, pill: boolean): number {
  const [width, setWidth] = useState<number>(CARD.width);
  useLayoutEffect(() => {
    const card = document.querySelector<HTMLElement>(
      `.jc-board [data-item="${CSS.escape(itemId)}"]`,
    )?.parentElement;
    if (pill && card) setWidth(card.offsetWidth);
  }, [itemId, pill]);
  return width;
}

const isMessage = (kind: string) => kind === 'sms' || kind === 'email' || kind === 'review_request';
