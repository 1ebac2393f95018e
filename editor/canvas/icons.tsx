import {
  IconArrowsSplit2,
  IconBolt,
  IconCalendarEvent,
  IconCornerDownRight,
  IconCreditCard,
  IconFlag,
  IconHandFinger,
  IconHourglass,
  IconMail,
  IconMessage2,
  IconMessageReply,
  IconSpeakerphone,
  IconStar,
  IconTag,
  IconTool,
  IconUsersGroup,
  IconWorldShare,
  IconArrowsShuffle,
  type Icon,
} from '@tabler/icons-react';
import type { Draft } from '../../workflows/flow/draft.js';
import type { Kind } from '../../workflows/flow/steps/index.js';

export type Tint = 'start' | 'wait' | 'message' | 'ask' | 'check' | 'team' | 'change' | 'end';

const OF_KIND: Readonly<Record<Kind, [Icon, Tint]>> = {
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
};

/** The tinted square (round on a pill) that says at a glance what kind of step it is. */
export function KindTile({
  kind,
  size = 36,
  round = false,
}: {
  kind: Kind;
  size?: 28 | 36;
  round?: boolean;
}) {
  const [Picture, tint] = OF_KIND[kind];
  return <Tile picture={Picture} tint={tint} size={size} round={round} />;
}

export function Tile({
  picture: Picture,
  tint,
  size = 36,
  round = false,
}: {
  picture: Icon;
  tint: Tint;
  size?: 28 | 36;
  round?: boolean;
}) {
  return (
    <span className={`tile s${size} k-${tint}${round ? ' round' : ''}`}>
      <Picture size={size === 36 ? 20 : 17} stroke={1.75} aria-hidden />
    </span>
  );
}

export const FinishTile = ({ size = 28, round = true }: { size?: 28 | 36; round?: boolean }) => (
  <Tile picture={IconFlag} tint="end" size={size} round={round} />
);
export const JoinTile = ({ size = 28, round = true }: { size?: 28 | 36; round?: boolean }) => (
  <Tile picture={IconCornerDownRight} tint="end" size={size} round={round} />
);

export function EntryTile({ entry }: { entry: Draft['entry'] }) {
  const on = entry && 'on' in entry ? entry.on : null;
  const type = entry && 'type' in entry && typeof entry.type === 'string' ? entry.type : '';
  return <Tile picture={entryPicture(on, type)} tint="start" />;
}

function entryPicture(on: unknown, type: string): Icon {
  if (on === 'date') return IconCalendarEvent;
  if (on === 'segment') return IconUsersGroup;
  if (on === 'manual') return IconHandFinger;
  if (/^(job|estimate)_/.test(type)) return IconTool;
  if (/^(reservation|stay|visit|waitlist)_/.test(type)) return IconCalendarEvent;
  if (/^(invoice|payment|purchase)_/.test(type)) return IconCreditCard;
  return IconBolt;
}
