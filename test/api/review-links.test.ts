import { expect, test } from '@jest/globals';
import { servedApi } from './support/served-api.js';

const { api } = await servedApi();

const set = (url: string) =>
  api.ask('PATCH', 'business', { body: { reviewLinks: [{ site: 'Reviews', url }] } });

test.each([
  'https://g.page/r/acme/review',
  'https://search.google.com/local/writereview?placeid=ChIJ',
  'https://www.google.co.uk/maps/place/acme',
  'https://maps.app.goo.gl/abc',
  'https://www.tripadvisor.es/acme',
  'https://www.thefork.com.au/acme',
  'https://m.facebook.com/acme/reviews',
  'https://es.trustpilot.com/review/acme',
])('people may be asked to review at %s', async (url) => {
  expect((await set(url)).json.reviewLinks).toEqual([{ site: 'Reviews', url }]);
});

test.each([
  'https://google.com.evil.example/review',
  'https://notgoogle.com/review',
  'https://evil.example/?next=https://g.page/r/acme',
  'https://g.page.evil.example/',
  'https://g.page@evil.example/',
  'https://googIe.info/',
  'https://xn--gogle-kye.com/',
  'https://127.0.0.1/',
])('nobody is led to %s by a message that asks for a review', async (url) => {
  expect((await set(url)).json).toMatchObject({
    status: 422,
    errors: [
      {
        path: 'reviewLinks[0].url',
        message: expect.stringMatching(/^We do not know .* as a place for reviews/),
      },
    ],
  });
});

test.each([
  'http://g.page/r/acme',
  'javascript:alert(1)//g.page',
  'data:text/html,g.page',
  '//g.page/r/acme',
  'g.page',
])('a review link begins with https://, which %s does not', async (url) => {
  expect((await set(url)).json).toMatchObject({
    status: 422,
    errors: [{ path: 'reviewLinks[0].url', message: 'Give a web address that begins with https://.' }],
  });
});

test('a page of the business’s own website will do, for the business and for its places', async () => {
  const own = [{ site: 'Our guest book', url: 'https://reviews.acme.example/leave' }];
  expect((await api.ask('PATCH', 'business', { body: { reviewLinks: own } })).status).toBe(422);
  const both = await api.ask('PATCH', 'business', {
    body: { website: 'https://www.acme.example', reviewLinks: own },
  });
  expect(both.json).toMatchObject({ website: 'https://www.acme.example', reviewLinks: own });
  const place = await api.ask('POST', 'locations', { body: { name: 'Shop', reviewLinks: own } });
  expect(place.status).toBe(201);
  const moved = { reviewLinks: [{ site: 'x', url: 'https://acme.example.evil.example/' }] };
  expect((await api.ask('PATCH', `locations/${place.json.id}`, { body: moved })).json).toMatchObject({
    status: 422,
    errors: [{ path: 'reviewLinks[0].url' }],
  });
});
