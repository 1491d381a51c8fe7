import type { Trouble } from './wiki-client.ts';

export type Locale = 'en' | 'nl';

/** Everything that the widget says, in one language. */
export interface Messages {
  help: string;
  close: string;
  back: string;
  search: string;
  forThisPage: string;
  /** Each followed by a number. */
  articles: string;
  results: string;
  why: Record<string, string>;
  otherLanguage: Record<string, string>;
  loading: string;
  corrected: string;
  /** Followed by what was searched for, in quotes. */
  nothingFound: string;
  nothingFoundHint: string;
  noArticles: string;
  noArticlesHint: string;
  helpful: string;
  yes: string;
  no: string;
  comment: string;
  nameless: string;
  send: string;
  thanks: string;
  notSent: string;
  table: string;
  newTab: string;
  kept: string;
  retry: string;
  /** What is the matter, and what to do. `#` stands for a number of seconds. */
  troubles: Record<Trouble, [title: string, hint: string]>;
}

const MESSAGES: Record<Locale, Messages> = {
  en: {
    help: 'Help',
    close: 'Close help',
    back: 'Back',
    search: 'Search in help',
    forThisPage: 'Help for this page',
    articles: 'Articles: ',
    results: 'Results: ',
    why: {
      exact: 'About this page',
      pattern: 'About pages like this one',
      section: 'About this part of the CRM',
    },
    otherLanguage: { en: 'In English', nl: 'In Dutch' },
    loading: 'Loading…',
    corrected: 'No article has exactly these words. These come close.',
    nothingFound: 'Nothing was found for ',
    nothingFoundHint: 'Try another word, or fewer words.',
    noArticles: 'There is no help for this page yet',
    noArticlesHint: 'Search finds every article that you may read.',
    helpful: 'Was this helpful?',
    yes: 'Yes',
    no: 'No',
    comment: 'What was missing, or could be better? (optional)',
    nameless: 'Sent without your name.',
    send: 'Send',
    thanks: 'Thank you. It helps to improve this article.',
    notSent: 'It could not be sent. Try again.',
    table: 'Table',
    newTab: '(opens in a new tab)',
    kept: 'No connection: this is the text as you last opened it.',
    retry: 'Try again',
    troubles: {
      offline: ['You are offline', 'Help comes back by itself once there is a connection.'],
      expired: ['Your session has ended', 'Sign in to the CRM again to go on reading.'],
      forbidden: ['You have no access to help', 'Ask your administrator.'],
      missing: ['This article is not here', 'It was removed, or it is not meant for your role.'],
      limited: ['That was a lot at once', 'Help tries again by itself in # seconds.'],
      unavailable: [
        'Help cannot be reached right now',
        'What you typed in the CRM is still there. Try again in a moment.',
      ],
    },
  },
  nl: {
    help: 'Hulp',
    close: 'Hulp sluiten',
    back: 'Terug',
    search: 'Zoeken in de hulp',
    forThisPage: 'Hulp bij deze pagina',
    articles: 'Artikelen: ',
    results: 'Resultaten: ',
    why: {
      exact: 'Over deze pagina',
      pattern: 'Over pagina’s zoals deze',
      section: 'Over dit deel van het CRM',
    },
    otherLanguage: { en: 'In het Engels', nl: 'In het Nederlands' },
    loading: 'Bezig met laden…',
    corrected: 'Geen artikel bevat precies deze woorden. Deze lijken erop.',
    nothingFound: 'Niets gevonden voor ',
    nothingFoundHint: 'Probeer een ander woord, of minder woorden.',
    noArticles: 'Er is nog geen hulp bij deze pagina',
    noArticlesHint: 'Met zoeken vindt u elk artikel dat u mag lezen.',
    helpful: 'Hebt u hier iets aan gehad?',
    yes: 'Ja',
    no: 'Nee',
    comment: 'Wat ontbrak er, of wat kan beter? (niet verplicht)',
    nameless: 'Wordt zonder uw naam verstuurd.',
    send: 'Versturen',
    thanks: 'Bedankt. Zo wordt dit artikel beter.',
    notSent: 'Versturen is niet gelukt. Probeer het opnieuw.',
    table: 'Tabel',
    newTab: '(opent in een nieuw tabblad)',
    kept: 'Geen verbinding: dit is de tekst zoals u die het laatst opende.',
    retry: 'Opnieuw proberen',
    troubles: {
      offline: ['U bent offline', 'De hulp komt vanzelf terug zodra er weer verbinding is.'],
      expired: ['Uw sessie is verlopen', 'Meld u opnieuw aan bij het CRM om verder te lezen.'],
      forbidden: ['U hebt geen toegang tot de hulp', 'Vraag het uw beheerder.'],
      missing: ['Dit artikel is er niet', 'Het is verwijderd, of niet bedoeld voor uw rol.'],
      limited: ['Dat was veel tegelijk', 'Over # seconden probeert de hulp het vanzelf opnieuw.'],
      unavailable: [
        'De hulp is nu niet bereikbaar',
        'Wat u in het CRM hebt ingevuld, staat er nog. Probeer het zo opnieuw.',
      ],
    },
  },
};

/** The language to speak to a reader of the given one, for example `nl-BE`. */
export function chooseLocale(tag: string): Locale {
  return /^nl\b/i.test(tag) ? 'nl' : 'en';
}

export function messagesFor(locale: Locale): Messages {
  return MESSAGES[locale];
}
