import {
  IconArrowsShuffle,
  IconArrowsSplit2,
  IconBolt,
  IconCalendarEvent,
  IconCornerDownRight,
  IconDots,
  IconFlag,
  IconHourglass,
  IconMail,
  IconMessage2,
  IconMessageReply,
  IconSpeakerphone,
  IconStar,
  IconTag,
  IconTool,
  IconWorldShare,
  type Icon,
} from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import type { TileKind } from '../../ui/page.js';

/** As much of the flow document as a strip shows; anything may be missing in a draft. */
interface Flow {
  entry?: { on?: string; type?: string } | null;
  first?: string | null;
  steps?: {
    id: string;
    kind: Kind;
    settings?: Record<string, unknown>;
    exits?: Record<string, string | null>;
  }[];
}
type Kind = keyof typeof PICTURES;
type Stop = { kind: Kind | 'start' | 'finish' | 'more'; icon: Icon; tint: TileKind; text?: string };

const PICTURES = {
  wait: [IconHourglass, 'wait'],
  wait_for_event: [IconMessageReply, 'check'],
  email: [IconMail, 'message'],
  sms: [IconMessage2, 'message'],
  review_request: [IconStar, 'ask'],
  branch: [IconArrowsSplit2, 'check'],
  split: [IconArrowsShuffle, 'check'],
  update_customer: [IconTag, 'change'],
  webhook: [IconWorldShare, 'change'],
  notify_team: [IconSpeakerphone, 'team'],
  go_to: [IconCornerDownRight, 'end'],
} as const satisfies Record<string, readonly [Icon, TileKind]>;

const TILE = 24;
const GAP = 14;
const ARMS = [13, 43] as const;

/** A journey in one line: its steps as small tiles, waits as "2 d", the first parting of ways as two arms. */
export function RouteStrip({ flow }: { flow: Flow }) {
  const t = useTranslations('journeys');
  const shortWait = useShortWait();
  const { main, arms } = route(flow, shortWait);
  const said = [...main, ...arms.flat()]
    .filter(({ kind }) => kind !== 'start' && kind !== 'more')
    .map(({ kind, text }) => `${t(`kinds.${kind as Kind}`)}${text ? ` ${text}` : ''}`)
    .join(', ');
  const from = widthOf(main);
  const width = Math.max(from, ...arms.map((arm) => from + GAP + widthOf(arm)));
  return (
    <svg
      width={width}
      height={56}
      viewBox={`0 0 ${width} 56`}
      role="img"
      aria-label={said}
      style={{ display: 'block', fontFamily: 'var(--font-ui)' }}
    >
      <Stops stops={main} x={0} y={28} />
      {arms.map((arm, at) => {
        const y = ARMS[at]!;
        const bend = y < 28 ? -5 : 5;
        return (
          <g key={y}>
            <path d={`M${from} 28h2q5 0 5 ${bend}V${y - bend}q0 ${bend} 5 ${bend}H${from + GAP}`} {...wire} />
            <Stops stops={arm} x={from + GAP} y={y} />
          </g>
        );
      })}
    </svg>
  );
}

const wire = { fill: 'none', stroke: 'var(--line)', strokeWidth: 1.5 } as const;
const pillWidth = (text: string) => 18 + text.length * 7;
const stopWidth = ({ text }: Stop) => (text ? pillWidth(text) : TILE);
const widthOf = (stops: readonly Stop[]) =>
  stops.reduce((sum, stop) => sum + stopWidth(stop), 0) + Math.max(0, stops.length - 1) * GAP;

function Stops({ stops, x, y }: { stops: readonly Stop[]; x: number; y: number }) {
  let at = x;
  return stops.map((stop, index) => {
    const left = at;
    const width = stopWidth(stop);
    at += width + GAP;
    return (
      <g key={index}>
        {index > 0 && <path d={`M${left - GAP} ${y}h${GAP}`} {...wire} />}
        {stop.text ? (
          <>
            <rect
              x={left + 0.5}
              y={y - 9.5}
              width={width - 1}
              height={19}
              rx={9.5}
              fill="var(--surface)"
              stroke="var(--hairline-strong)"
            />
            <text
              x={left + width / 2}
              y={y + 4.2}
              textAnchor="middle"
              fontSize={12}
              fontWeight={500}
              fill="var(--k-wait)"
            >
              {stop.text}
            </text>
          </>
        ) : (
          <>
            <rect x={left} y={y - 12} width={TILE} height={TILE} rx={6} fill={`var(--k-${stop.tint}-tint)`} />
            <stop.icon
              x={left + 4.5}
              y={y - 7.5}
              size={15}
              stroke={1.75}
              color={`var(--k-${stop.tint})`}
              aria-hidden
            />
          </>
        )}
      </g>
    );
  });
}

function route(flow: Flow, shortWait: (duration: unknown) => string | undefined) {
  const steps = new Map((flow.steps ?? []).map((step) => [step.id, step]));
  const finish: Stop = { kind: 'finish', icon: IconFlag, tint: 'end' };
  const main: Stop[] = [{ kind: 'start', icon: startIcon(flow), tint: 'start' }];

  const follow = (from: string | null | undefined, into: Stop[], most: number): (string | null)[] => {
    let id = from;
    const seen = new Set<string>();
    while (id) {
      const step = steps.get(id);
      if (!step || seen.has(id)) break;
      seen.add(id);
      if (into.length >= most) {
        into.push({ kind: 'more', icon: IconDots, tint: 'end' });
        return [];
      }
      const [icon, tint] = PICTURES[step.kind];
      const text = step.kind === 'wait' ? shortWait(step.settings?.duration) : undefined;
      into.push({ kind: step.kind, icon, tint, ...(text !== undefined && { text }) });
      if (step.kind === 'go_to') return [];
      const ways = [...new Set(Object.values(step.exits ?? {}))];
      if (['branch', 'split', 'wait_for_event'].includes(step.kind) && ways.length > 1) return ways;
      id = Object.values(step.exits ?? {})[0];
    }
    into.push(finish);
    return [];
  };

  const ways = follow(flow.first, main, 6);
  const arms = ways.slice(0, 2).map((way) => {
    const arm: Stop[] = [];
    follow(way, arm, 2);
    return arm;
  });
  return { main, arms };
}

function startIcon({ entry }: Flow): Icon {
  if (entry?.on === 'date' || /^(reservation|stay|visit)_/.test(entry?.type ?? '')) return IconCalendarEvent;
  return /^(job|estimate)_/.test(entry?.type ?? '') ? IconTool : IconBolt;
}

/** P2D as "2 d": the largest unit it names. */
function useShortWait() {
  const t = useTranslations('journeys.units');
  return (duration: unknown): string | undefined => {
    const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(
      String(duration),
    );
    const units = ['years', 'months', 'weeks', 'days', 'hours', 'minutes'] as const;
    const at = parts ? parts.slice(1).findIndex((part) => part !== undefined) : -1;
    return at < 0 ? undefined : t(units[at]!, { n: parts![at + 1]! });
  };
}
