import { describe, expect, it } from 'vitest';
import { PackLinks } from '../../src/on-call-pack/pack-links.ts';

const links = new PackLinks(
  'https://docs.example.com',
  new Map([
    ['/r/crm-answers-500/', '/runbooks/crm-down/'],
    ['/old/', '/adr/001-first/'],
  ]),
  new Set(['/', '/runbooks/', '/runbooks/crm-down/', '/glossary/']),
);
const from = (href: string) => links.find(href, '/runbooks/crm-down/');

describe('a link inside the pack', () => {
  it.each([
    ['/runbooks/crm-down/', '#/runbooks/crm-down/'],
    ['/runbooks/crm-down/#steps', '#/runbooks/crm-down/steps'],
    ['#steps', '#/runbooks/crm-down/steps'],
    ['../crm-down/#steps', '#/runbooks/crm-down/steps'],
    ['https://docs.example.com/glossary/#term', '#/glossary/term'],
    ['/r/crm-answers-500/', '#/runbooks/crm-down/'],
    ['/runbooks/', '#/runbooks/'],
    ['/', '#/'],
  ])('%s leads to %s', (href, to) => {
    expect(from(href)).toEqual({ kind: 'inside', href: to });
  });

  it('leads to the English page where the pack lacks the translation', () => {
    expect(from('/nl/glossary/#term').href).toBe('#/glossary/term');
  });
});

describe('a link out of the pack', () => {
  it('names the address on the portal, that of a moved page too', () => {
    expect(from('/adr/001-first/#why')).toEqual({
      kind: 'portal',
      href: 'https://docs.example.com/adr/001-first/#why',
    });
    expect(from('/old/').kind).toBe('portal');
  });

  it('stays as it is when it leads to another site or to a mail program', () => {
    for (const href of ['https://status.example.com/x', 'mailto:a@example.com']) {
      expect(from(href)).toEqual({ kind: 'elsewhere', href });
    }
  });
});
