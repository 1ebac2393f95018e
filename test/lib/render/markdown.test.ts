import { expect, test } from '@jest/globals';
import { prepareEmail, type RenderedEmail } from '../../../lib/render/email.js';

const render = (body: string): RenderedEmail =>
  prepareEmail({ subject: 's', body, language: 'en', business: { name: 'Weiss' } }, (text) => ({ text }))(
    null,
  ) as RenderedEmail;

test('quotations within quotations without end are cut short instead of failing', () => {
  for (const mark of ['>', '> ', '- > ', '1. ']) {
    const { html, text } = render(`${mark.repeat(10_000)}hello`);
    expect(text).toContain('hello');
    expect(html.match(/<blockquote|<li/g)?.length ?? 0).toBeLessThanOrEqual(31);
  }
  expect(render('> one\n>> two').html.match(/<blockquote/g)).toHaveLength(2);
  expect(render('- a\n  - b\n    - c').html.match(/<li/g)).toHaveLength(3);
});

test('a paragraph of ten thousand stars is shown as it is; one of a page has its emphasis', () => {
  expect(render('_a'.repeat(20_000)).html).toContain('_a_a_a');
  expect(render('~a~~'.repeat(10_000)).html).toContain('~a~~~a~~');
  expect(render(`${'word '.repeat(1500)}**here**`).html).toContain('<strong>here</strong>');
});
