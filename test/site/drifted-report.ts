import type { SyncReport } from '../../src/sync/sync-report.ts';

const INVITATION = {
  path: '/guides/client-onboarding/',
  section: '5-send-the-portal-invitation',
  tenant: 'sonan',
  locale: 'en',
  article: 'resending-an-invitation',
  title: 'Resending an invitation',
  confirmed: { on: '2026-11-20', by: 'An example' },
} as const;

const finding = (rule: string, message: string) => ({
  rule,
  severity: 'error' as const,
  file: 'wiki:sonan/en/resending-an-invitation',
  line: 12,
  column: 1,
  message,
  help: 'Read both and mend what disagrees',
});

/** An example of a run that found something of each kind, about a page that there is. */
export const DRIFTED: SyncReport = {
  version: 1,
  wiki: 'local',
  on: '2026-11-21',
  articles: 60,
  judgedNoDrift: 3,
  pairs: [
    {
      ...INVITATION,
      key: `/guides/client-onboarding/#5-send-the-portal-invitation@sonan/en/resending-an-invitation`,
      state: 'in-sync',
      findings: [],
    },
    {
      ...INVITATION,
      key: '/guides/client-onboarding/@sonan/en/accepted',
      section: undefined,
      state: 'acknowledged',
      accepted: {
        reason: 'The new form goes live in January',
        by: 'An example',
        until: '2027-01-31',
      },
      findings: [],
      texts: {
        portal: { locale: 'en', before: ['text: One word.'], now: ['text: One new word.'] },
        wiki: { locale: 'en', before: ['text: One word.'], now: ['text: One word.'] },
      },
    },
    {
      ...INVITATION,
      key: '/guides/client-onboarding/@sonan/nl/drifted',
      locale: 'nl',
      state: 'steps',
      findings: [finding('drift/steps', 'Step 2 of the article ("Ask for the name.") is gone')],
      texts: {
        portal: {
          locale: 'en',
          before: ['heading: Send it', 'step: Open the client.', 'step: Ask for the name.'],
          now: ['heading: Send it', 'step: Open the client.', 'step: Ask for the name.'],
        },
        wiki: {
          locale: 'nl',
          before: [
            'heading: Versturen',
            'step: Open de klant.',
            'step: Vraag de naam.',
            '· item: De link is ⟦fact invitation-validity=PT24H|⟧ geldig.',
            'code: npm run sync -- --wiki production --format json --today 2026-11-21 --strict --dry-run',
          ],
          now: [
            'heading: Versturen',
            'step: Open de klant.',
            '· item: De link is ⟦fact invitation-validity=PT48H|⟧ geldig.',
            'code: npm run sync -- --wiki production --format json --today 2026-11-21 --strict --dry-run',
          ],
        },
      },
    },
    {
      ...INVITATION,
      key: '/guides/long-gone/@sonan/en/resending-an-invitation',
      path: '/guides/long-gone/',
      state: 'orphan-portal',
      findings: [finding('drift/orphan-portal', 'The page /guides/long-gone/ is gone')],
      texts: {
        portal: { locale: 'en', before: ['text: Once there.'] },
        wiki: { locale: 'en', before: ['text: Still there.'], now: ['text: Still there.'] },
      },
    },
  ],
  others: [finding('link/portal-missing', 'There is no page /guides/long-gone/')],
  drifts: [],
};
