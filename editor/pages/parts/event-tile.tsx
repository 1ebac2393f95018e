import {
  IconBellOff,
  IconBolt,
  IconCalendarEvent,
  IconFileText,
  IconMail,
  IconMessageReply,
  IconQrcode,
  IconReceipt,
  IconStar,
  IconTool,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import { Tile } from '../../ui/index.js';

/** What happened, as a picture in a tinted square. */
export function EventTile({ type, size = 36 }: { type: string; size?: 36 | 28 }) {
  const Picture = PICTURES.find(([types]) => types.test(type))?.[1] ?? IconBolt;
  return (
    <Tile kind="start" size={size}>
      <Picture size={size === 36 ? 20 : 16} />
    </Tile>
  );
}

const PICTURES: readonly (readonly [RegExp, Icon])[] = [
  [/^job_/, IconTool],
  [/^estimate_/, IconFileText],
  [/^(invoice|payment|purchase)_/, IconReceipt],
  [/^(reservation|stay|visit|waitlist)_/, IconCalendarEvent],
  [/^(customer|lead|tag|tier|points)_/, IconUser],
  [/^sms_received$/, IconMessageReply],
  [/^(feedback_|review_link_)/, IconStar],
  [/^qr_/, IconQrcode],
  [/^(message|link)_/, IconMail],
  [/^unsubscribed$/, IconBellOff],
];
