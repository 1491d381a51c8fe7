import type { Locale } from '../content-model/vocabulary.ts';
import { formatDate } from '../site/format.ts';

/** The pack's file in its edition. */
export const PACK_FILE = 'on-call-pack.html';

/** What the portal says of the pack, where it offers it. */
export const OFFER: Record<Locale, { title: string; link: string; what: string }> = {
  en: {
    title: 'When the network is gone',
    link: 'Download the on-call pack',
    what: 'Runbooks, policies, contacts, messages, checklists and the incident page in one file that opens from disk. Get a new one when your shift begins.',
  },
  nl: {
    title: 'Als het netwerk weg is',
    link: 'Download het piketpakket',
    what: 'Runbooks, beleid, contacten, berichten, checklists en de incidentpagina in één bestand dat van schijf opent. Haal een nieuw als je dienst begint.',
  },
};

/**
 * A built page with the size and the day of the pack where it offers it. They are known only once the
 * pages are there, which the pack is made from. A page that offers nothing comes back as it is.
 *
 * @param size in words: `560 kB`
 * @param day `YYYY-MM-DD`
 */
export function announcePack(html: string, size: string, day: string): string {
  return html.replace(
    /(<span data-on-call-pack="(\w+)">)[^<]*(?=<\/span>)/g,
    (_, tag: string, locale: Locale) => `${tag}${size}, ${formatDate(day, locale)}`,
  );
}
