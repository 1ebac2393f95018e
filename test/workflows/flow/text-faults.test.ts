import { expect, test } from '@jest/globals';
import { faultOf, TEXT_FAULTS } from '../../../workflows/flow/text-faults.js';

/** As Twilio's dictionary lists them for texts that were accepted and then could not be delivered. */
const DELIVERY_CODES = [
  30001, 30002, 30003, 30004, 30005, 30006, 30007, 30008, 30009, 30010, 30011, 30012, 30017, 30018, 30019, 30022,
  30023, 30024, 30027, 30032, 30033, 30034, 30035, 30036, 30037, 30038, 30039, 30040, 30044, 30410, 30450, 30453,
  30454, 30500,
]; // prettier-ignore
/** And when a text is handed over. */
const HAND_OVER_CODES = [
  20003, 20429, 21211, 21212, 21219, 21408, 21601, 21602, 21603, 21604, 21605, 21606, 21608, 21610, 21611, 21612,
  21614, 21617, 21618, 21620, 21635, 21659, 21660, 21703, 21704, 63017, 63038,
]; // prettier-ignore

test('every code a text may come back with has a sentence an owner understands', () => {
  for (const code of [...DELIVERY_CODES, ...HAND_OVER_CODES]) {
    expect({ code, message: faultOf(`twilio_${code}`)?.message }).toEqual({
      code,
      message: expect.stringMatching(/^[A-Z].{10,110}\.$/),
    });
  }
});

test('no sentence speaks of codes, protocols or numbers nobody outside Twilio knows', () => {
  for (const { message } of Object.values(TEXT_FAULTS)) {
    expect(message).not.toMatch(/\d{4}|HTTP|API|SID|carrier|handset|MSISDN|exception/i);
  }
});

test('only what never gets better for this person keeps their number from being texted again', () => {
  const kindsOf = (...codes: number[]) => codes.map((code) => TEXT_FAULTS[code]!.kind);
  expect(kindsOf(21211, 21614, 21635, 30005, 30006)).toEqual(Array(5).fill('wrong_number'));
  expect(kindsOf(30004, 21610)).toEqual(['blocked', 'stopped']);
  expect(kindsOf(30003, 30008, 30410, 30036)).toEqual(['unreachable', 'network', 'network', 'network']);
});

test('a code nobody knows, or none, names no fault', () => {
  expect(faultOf('twilio_99999')).toBeNull();
  expect(faultOf('twilio_undelivered')).toBeNull();
  expect(faultOf(null)).toBeNull();
});
