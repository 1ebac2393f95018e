import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import twilioPackage from 'twilio';
import { twilio } from '../../../api/sources/twilio.js';
import { newId } from '../../../lib/ids.js';
import { asTwilio } from './doors.js';

const token = '12345678901234567890123456789012';
const now = new Date();
const url = 'https://journeyman.example/hooks/twilio/0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b';

const status = {
  ApiVersion: '2010-04-01',
  AccountSid: `AC${'1'.repeat(32)}`,
  MessageSid: `SM${'2'.repeat(32)}`,
  SmsSid: `SM${'2'.repeat(32)}`,
  MessageStatus: 'delivered',
  SmsStatus: 'delivered',
  To: '+34600111222',
  From: '+15005550006',
};
const inbound = {
  ToCountry: 'US',
  MessageSid: `SM${'3'.repeat(32)}`,
  SmsStatus: 'received',
  Body: 'All well, thank you! ¿Sí? 日本',
  To: '+15005550006',
  From: '+34600111222',
  NumMedia: '0',
};

const arrive = (address: string, fields: Record<string, string>, secret = token) => {
  const { body, headers } = asTwilio(address, fields, secret);
  return { body: Buffer.from(body), headers: headers!, url };
};
const said = (fields: Record<string, string>, address = url) =>
  twilio.translate({ body: Buffer.from(new URLSearchParams(fields).toString()), headers: {}, url: address });

test('a call signed as Twilio’s own package signs is believed', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
      (more) => {
        const fields = { ...status, ...more };
        const signature = twilioPackage.getExpectedTwilioSignature(token, url, fields);
        const body = Buffer.from(new URLSearchParams(fields).toString());
        const headers = {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signature,
        };
        expect(twilio.verify({ body, headers, url }, [token], now)).toEqual({ genuine: true });
      },
    ),
    { numRuns: 50 },
  );
});

describe('the signatures Twilio publishes with its documentation and packages', () => {
  const page = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const form =
    'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212';
  const json = '{"property": "value", "boolean": true}';
  const hash = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';
  const isGenuine = (
    address: string,
    body: string,
    signature: string,
    type = 'application/x-www-form-urlencoded',
  ) =>
    twilio.verify(
      {
        body: Buffer.from(body),
        headers: { 'content-type': type, 'x-twilio-signature': signature },
        url: address,
      },
      ['12345'],
      now,
    ).genuine;

  test('of a form, whatever the order of its fields', () => {
    expect(isGenuine(page, form, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(true);
    expect(isGenuine(page, form.split('&').reverse().join('&'), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(true);
    expect(isGenuine(page, form.replace('1234&', '1235&'), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(false);
  });

  test('of fields that are sent twice, and of fields whose names begin alike', () => {
    const repeated = 'Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234';
    expect(isGenuine(page, repeated, 'IK+Dwps556ElfBT0I3Rgjkr1wJU=')).toBe(true);
    expect(isGenuine(page, repeated.replace('5678', '5679'), 'IK+Dwps556ElfBT0I3Rgjkr1wJU=')).toBe(false);
  });

  test('of a body that is no form', () => {
    const type = 'application/json';
    expect(isGenuine(`${page}&bodySHA256=${hash}`, json, 'a9nBmqA0ju/hNViExpshrM61xv4=', type)).toBe(true);
    const alone = `https://mycompany.com/myapp.php?bodySHA256=${hash}`;
    expect(isGenuine(alone, json, 'y77kIzt2vzLz71DgmJGsen2scGs=', type)).toBe(true);
    expect(isGenuine(alone, json.replace('true', 'false'), 'y77kIzt2vzLz71DgmJGsen2scGs=', type)).toBe(false);
  });

  test('with the port of the scheme left in', () => {
    const http = page.replace('https', 'http');
    expect(isGenuine(http, form, '0ZXoZLH/DfblKGATFgpif+LLRf4=')).toBe(true);
  });
});

test('behind a proxy the port may or may not be in the address that was signed', () => {
  const withPort = url.replace('.example/', '.example:443/');
  expect(twilio.verify(arrive(withPort, status), [token], now)).toEqual({ genuine: true });
  const elsewhere = url.replace('https:', 'http:');
  expect(twilio.verify(arrive(elsewhere, status), [token], now)).toMatchObject({ genuine: false });
});

test('a body that is no form is covered by its hash in the address', () => {
  const body = Buffer.from('{"a":1}');
  const hash = createHash('sha256').update(body).digest('hex');
  const address = `${url}?bodySHA256=${hash}`;
  const signature = createHmac('sha1', token).update(address).digest('base64');
  const headers = { 'content-type': 'application/json', 'x-twilio-signature': signature };
  expect(twilio.verify({ body, headers, url: address }, [token], now)).toEqual({ genuine: true });
  const changed = Buffer.from('{"a":2}');
  expect(twilio.verify({ body: changed, headers, url: address }, [token], now)).toMatchObject({
    genuine: false,
  });
});

test('another token, another field or no signature is refused', () => {
  const mismatch = {
    genuine: false,
    code: 'bad_signature',
    message: 'The signature does not match. Check the auth token, and that Twilio calls our public address.',
  };
  expect(twilio.verify(arrive(url, status, 'another token'), [token], now)).toEqual(mismatch);
  const delivery = arrive(url, status);
  const forged = Buffer.from(delivery.body.toString().replace('delivered', 'failed'));
  expect(twilio.verify({ ...delivery, body: forged }, [token], now)).toEqual(mismatch);
  expect(twilio.verify({ ...delivery, headers: {} }, [token], now)).toEqual({
    genuine: false,
    code: 'bad_signature',
    message: 'Send the X-Twilio-Signature header once.',
  });
  expect(twilio.verify({ ...delivery, headers: { 'x-twilio-signature': '' } }, [token], now)).toEqual(
    mismatch,
  );
});

test.each([
  ['queued', 'noted'],
  ['sending', 'noted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
  ['something_new', 'noted'],
])('the status %s means %s', (word, outcome) => {
  const [receipt] = said({ ...status, MessageStatus: word }).receipts!;
  expect(receipt).toMatchObject({
    provider: 'twilio',
    providerMessageId: status.MessageSid,
    outcome,
    type: word,
  });
});

test.each([
  ['21610', 'unsubscribed', 'This person has answered STOP to this number.'],
  ['30005', 'bounced', 'This number does not exist any more.'],
  ['30004', 'refused', 'This person or their network has blocked the sending number.'],
  ['30003', null, 'The phone could not be reached.'],
  ['30007', null, 'The phone network filtered the text out.'],
  ['99999', null, 'The phone network did not deliver this text.'],
])(
  'error %s is told in words, and suppresses the number only where it is hopeless',
  (code, reason, message) => {
    const [receipt] = said({ ...status, MessageStatus: 'undelivered', ErrorCode: code }).receipts!;
    expect(receipt).toMatchObject({
      outcome: 'failed',
      reason: { code: `twilio_${code}`, message },
      suppress: reason ? { channel: 'sms', address: '+34600111222', reason } : null,
    });
  },
);

test('our own id of the message comes back in the address', () => {
  const messageId = newId();
  expect(said(status, `${url}?message=${messageId}`).receipts![0]!.messageId).toBe(messageId);
  expect(said(status, `${url}?message=nonsense`).receipts![0]!.messageId).toBeNull();
});

test('a text that came back is read with who sent it and what it says', () => {
  expect(said(inbound)).toEqual({
    texts: [
      {
        provider: 'twilio',
        providerMessageId: inbound.MessageSid,
        from: '+34600111222',
        to: '+15005550006',
        body: 'All well, thank you! ¿Sí? 日本',
        media: [],
        handled: null,
      },
    ],
  });
  expect(said({ ...inbound, Body: 'STOP', OptOutType: 'STOP' }).texts![0]!.handled).toBe('STOP');
});

test.each([
  [{ MessageStatus: 'sent' }, 'This call of Twilio’s names no message.'],
  [{ MessageSid: 'SM1' }, 'This call of Twilio’s has no status and no text.'],
  [
    { MessageSid: 'SM1', SmsStatus: 'received', From: 'Acme', Body: 'x' },
    'This text comes from no phone number.',
  ],
])('%j cannot be read, and says why', (fields, detail) => {
  expect(() => said(fields as Record<string, string>)).toThrow(
    expect.objectContaining({ code: 'bad_request', detail }),
  );
});
