/**
 * What went wrong with a text, as far as it matters to a business: `wrong_number` and `blocked` never get better for this
 * person, `stopped` is their own wish, `content` is the text itself, `elsewhere` is that we do not text there; `setup`
 * is for whoever runs Journeyman, and `busy`, `unreachable` and `network` pass.
 */
export type FaultKind =
  | 'wrong_number'
  | 'blocked'
  | 'stopped'
  | 'filtered'
  | 'content'
  | 'elsewhere'
  | 'setup'
  | 'busy'
  | 'unreachable'
  | 'network';

export interface TextFault {
  kind: FaultKind;
  /** For the owner: what happened, without a code. */
  message: string;
  /** When to try again, in seconds, where the code tells. */
  again?: number;
}

const of = (kind: FaultKind, message: string, again?: number): TextFault => ({
  kind,
  message,
  ...(again !== undefined && { again }),
});

const NO_NUMBER = 'This is not a phone number that can be texted.';
const UNREGISTERED = 'The sending number is not registered with the phone networks.';
const NOT_OURS = 'The sending number does not belong to the account.';
const WRONG_SERVICE = 'The Messaging Service of the Twilio account is not set up for this.';
const SUSPECTED = 'Twilio held this text back, because texts to numbers like this one are often fraud.';

/**
 * By Twilio's code, what may come back for a text: when it is handed over (20xxx, 21xxx, 63xxx) and afterwards from the
 * phone networks (30xxx). Source: Twilio documentation, "Error and Warning Dictionary", section Messaging.
 */
export const TEXT_FAULTS: Readonly<Record<number, TextFault>> = {
  20003: of('setup', 'Twilio does not accept our credentials.'),
  20005: of('setup', 'The Twilio account is not active.'),
  20404: of('setup', 'Twilio does not know this account.'),
  20429: of('busy', 'Twilio asks us to slow down.'),
  20500: of('network', 'Twilio had a fault of its own.'),
  20503: of('busy', 'Twilio is not available right now.'),

  21201: of('wrong_number', NO_NUMBER),
  21210: of('setup', 'The sending number has not been verified at Twilio.'),
  21211: of('wrong_number', NO_NUMBER),
  21212: of('setup', 'The sending number is not a number.'),
  21214: of('wrong_number', 'This number cannot be reached.'),
  21217: of('wrong_number', NO_NUMBER),
  21219: of('setup', 'A Twilio trial account may only text verified numbers.'),
  21265: of('wrong_number', 'Short numbers cannot be texted.'),
  21266: of('wrong_number', 'This is our own sending number.'),
  21268: of('wrong_number', 'This number belongs to an information service and cannot be texted.'),
  21401: of('wrong_number', NO_NUMBER),
  21407: of('setup', 'The sending number does not do this.'),
  21408: of('elsewhere', 'Texts to this country are not switched on in the Twilio account.'),
  21421: of('wrong_number', NO_NUMBER),
  21601: of('setup', 'The sending number cannot send texts.'),
  21602: of('content', 'The text is empty.'),
  21603: of('setup', 'The sending number is missing.'),
  21604: of('wrong_number', 'There is no number to text.'),
  21605: of('content', 'The text is too long.'),
  21606: of('setup', 'The sending number cannot send texts.'),
  21607: of('setup', 'The sending number cannot send texts.'),
  21608: of('setup', 'A Twilio trial account may only text verified numbers.'),
  21609: of('setup', 'The address for receipts is not one Twilio takes.'),
  21610: of('stopped', 'This person has answered STOP to this number.'),
  21611: of('busy', 'The sending number has too many texts waiting.', 600),
  21612: of('elsewhere', 'Texts cannot be sent from our number to this one.'),
  21614: of('wrong_number', 'This number cannot receive texts.'),
  21616: of('setup', 'More than one sending number fits.'),
  21617: of('content', 'The text is too long.'),
  21618: of('content', 'The text holds something that cannot be sent.'),
  21619: of('content', 'The text is empty.'),
  21620: of('content', 'A picture could not be read.'),
  21621: of('content', 'Pictures cannot be sent there.'),
  21622: of('content', 'There are too many pictures.'),
  21623: of('content', 'The pictures are too large.'),
  21635: of('wrong_number', 'This number is a landline.'),
  21654: of('content', 'The template does not exist at Twilio.'),
  21655: of('content', 'The template does not exist at Twilio.'),
  21656: of('content', 'The template’s fields do not fit.'),
  21658: of('content', 'The template’s fields do not fit.'),
  21659: of('setup', NOT_OURS),
  21660: of('setup', NOT_OURS),
  21661: of('setup', 'The sending number cannot send texts.'),
  21701: of('setup', WRONG_SERVICE),
  21702: of('setup', WRONG_SERVICE),
  21703: of('setup', 'The Messaging Service has no sending number.'),
  21704: of('setup', 'The Messaging Service has no sending number.'),
  21705: of('setup', WRONG_SERVICE),
  21706: of('setup', WRONG_SERVICE),
  21709: of('setup', WRONG_SERVICE),

  30001: of('busy', 'Twilio’s queue is full.', 600),
  30002: of('setup', 'The Twilio account is suspended.'),
  30003: of('unreachable', 'The phone could not be reached.', 3600),
  30004: of('blocked', 'This person or their network has blocked the sending number.'),
  30005: of('wrong_number', 'This number does not exist any more.'),
  30006: of('wrong_number', 'This number is a landline, or its network cannot be reached.'),
  30007: of('filtered', 'The phone network filtered the text out.'),
  30008: of('network', 'The phone network failed without saying why.', 3600),
  30009: of('network', 'A part of the text was lost on its way.'),
  30010: of('setup', 'The text costs more than the account allows.'),
  30011: of('content', 'Pictures cannot be sent to this phone.'),
  30012: of('network', 'The text waited too long at Twilio.'),
  30017: of('busy', 'The phone network was overloaded.', 600),
  30018: of('setup', 'Senders must be registered before texting to this country.'),
  30019: of('content', 'The text is larger than the phone network takes.'),
  30020: of('network', 'The phone network failed.', 3600),
  30021: of('network', 'The phone network failed.', 3600),
  30022: of('busy', 'The sending number is over its rate.', 60),
  30023: of('busy', 'The sending number has used up what it may send today.', 3600),
  30024: of('setup', UNREGISTERED),
  30025: of('setup', UNREGISTERED),
  30026: of('setup', UNREGISTERED),
  30027: of('busy', 'The sending number has used up what it may send today.', 3600),
  30028: of('setup', UNREGISTERED),
  30029: of('setup', UNREGISTERED),
  30030: of('setup', UNREGISTERED),
  30031: of('content', 'The text holds something that cannot be sent.'),
  30032: of('setup', 'The toll-free sending number has not been verified.'),
  30033: of('setup', 'The registration of the sending number is suspended.'),
  30034: of('setup', `${UNREGISTERED.slice(0, -1)} (10DLC).`),
  30035: of('setup', 'The registration of the sending number is suspended.'),
  30036: of('network', 'The text could not be delivered in time.'),
  30037: of('setup', 'Sending texts is switched off in the Twilio account.'),
  30038: of('filtered', 'The phone network took the text for a login code and did not deliver it.'),
  30039: of('network', 'Two machines kept texting each other, so Twilio stopped it.'),
  30040: of('setup', 'The sender’s name is not registered with the phone network.'),
  30041: of('setup', 'The sender’s name is not allowed by the phone network.'),
  30042: of('setup', 'The sending number is not allowed to text there.'),
  30043: of('setup', 'The registration of the sending number is not complete.'),
  30044: of('setup', 'A Twilio trial account may only send short texts.'),
  30045: of('setup', 'The Twilio account is not verified yet.'),
  30410: of('network', 'The phone network did not answer.', 600),
  30420: of('network', 'The phone network failed.', 600),
  30440: of('network', 'The phone network failed.', 600),
  30450: of('filtered', SUSPECTED),
  30451: of('filtered', SUSPECTED),
  30453: of('filtered', SUSPECTED),
  30454: of('busy', 'The Twilio account has used up what it may send today.', 3600),
  30455: of('filtered', SUSPECTED),
  30470: of('network', 'The phone network failed.', 600),
  30471: of('network', 'The phone network failed.', 600),
  30485: of('unreachable', 'The phone could not be reached.', 3600),
  30500: of('network', 'The phone network failed.', 600),

  63017: of('busy', 'The Twilio account is over its rate.', 60),
  63018: of('busy', 'The sender is over its rate.', 60),
  63038: of('busy', 'The Twilio account has used up what it may send today.', 3600),
};

/** The fault behind a reason such as `twilio_30005`; null when there is none, or none that says something. */
export function faultOf(reasonCode: string | null | undefined): TextFault | null {
  const code = /^twilio_(\d{5})$/.exec(reasonCode ?? '')?.[1];
  return code && Object.hasOwn(TEXT_FAULTS, code) ? TEXT_FAULTS[Number(code)]! : null;
}
