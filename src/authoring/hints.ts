import type { Locale } from '../content-model/vocabulary.ts';

/**
 * What a new page says where its author must write. `check` reports every one that is left, so a
 * page cannot go out half written.
 */
const HINTS = {
  description: {
    en: 'one sentence that tells a reader whether this is the page they need',
    nl: 'één zin die een lezer vertelt of dit de pagina is die hij zoekt',
  },
  decider: { en: 'who decided', nl: 'wie er besloten heeft' },
  context: {
    en: 'what forces a decision: the facts, the limits, the problem',
    nl: 'wat een besluit nodig maakt: de feiten, de grenzen, het probleem',
  },
  decision: {
    en: 'what we do, in the present tense, so that it can be followed',
    nl: 'wat we doen, in de tegenwoordige tijd, zodat het te volgen is',
  },
  alternative: { en: 'name of the alternative', nl: 'naam van het alternatief' },
  alternativeText: {
    en: 'what it would have been, in one or two sentences',
    nl: 'wat het zou zijn geweest, in één of twee zinnen',
  },
  reason: {
    en: 'a reason against it, one list item for each',
    nl: 'een reden ertegen, één lijstpunt per reden',
  },
  positive: { en: 'what gets better', nl: 'wat er beter wordt' },
  negative: {
    en: 'what gets worse, or costs more',
    nl: 'wat er slechter wordt, of meer kost',
  },
  future: {
    en: 'what would make us look at this again',
    nl: 'waardoor we dit opnieuw zouden bekijken',
  },
  related: {
    en: 'links to pages worth reading beside this one',
    nl: "links naar pagina's die hierbij horen",
  },
  when: {
    en: 'what somebody sees when this is the right runbook',
    nl: 'wat iemand ziet als dit het juiste runbook is',
  },
  firstStep: {
    en: 'the first thing to do; the first three steps stand on the quick card',
    nl: 'wat je het eerst doet; de eerste drie stappen staan op de kaart',
  },
  secondStep: { en: 'the second thing to do', nl: 'wat je daarna doet' },
  thirdStep: {
    en: 'how to see whether it worked',
    nl: 'hoe je ziet of het gelukt is',
  },
  escalation: {
    en: 'whom to call when the steps do not help, and after how long',
    nl: 'wie je belt als de stappen niet helpen, en na hoe lang',
  },
  subject: {
    en: 'whom or what one run of the list is for',
    nl: 'voor wie of wat de lijst eenmaal wordt doorlopen',
  },
  task: {
    en: 'one thing to do, one list item for each',
    nl: 'één ding om te doen, één lijstpunt per ding',
  },
  use: { en: 'when this text is the right one', nl: 'wanneer dit de juiste tekst is' },
  messageSubject: { en: 'subject line of the email', nl: 'onderwerp van de e-mail' },
  blankLabel: { en: 'what belongs in this blank', nl: 'wat er in deze open plek hoort' },
  message: { en: 'the text to copy', nl: 'de tekst om te kopiëren' },
  lead: { en: 'who led the incident', nl: 'wie het incident leidde' },
  users: { en: 'how many users were affected', nl: 'hoeveel gebruikers er last van hadden' },
  features: { en: 'which features', nl: 'welke functies' },
  clients: { en: 'what clients noticed', nl: 'wat klanten merkten' },
  dataLoss: {
    en: '"No", or "Yes" and what was lost or corrupted',
    nl: '"Nee", of "Ja" en wat er verloren of beschadigd is',
  },
  impact: {
    en: 'what did not work, for whom, for how long',
    nl: 'wat niet werkte, voor wie, hoe lang',
  },
  event: {
    en: 'what happened, one row for each moment, times in UTC',
    nl: 'wat er gebeurde, één rij per moment, tijden in UTC',
  },
  rootCause: {
    en: 'why it happened; ask "why" until the answer is something we can change',
    nl: 'waarom het gebeurde; vraag door tot het antwoord iets is dat we kunnen veranderen',
  },
  fix: { en: 'what ended it', nl: 'waarmee het voorbij was' },
  action: {
    en: 'what keeps it from happening again',
    nl: 'wat voorkomt dat het weer gebeurt',
  },
  actionOwner: { en: 'who does it', nl: 'wie het doet' },
  followUp: { en: 'what is left to tidy up', nl: 'wat er nog moet worden opgeruimd' },
  phase: { en: 'name of the phase', nl: 'naam van de fase' },
  phaseStep: { en: 'what is done', nl: 'wat er gebeurt' },
  phaseOwners: { en: 'who does it', nl: 'wie het doet' },
  phaseDuration: { en: 'how long it takes', nl: 'hoe lang het duurt' },
  phaseArtifacts: { en: 'what it leaves behind', nl: 'wat het oplevert' },
  phaseExit: {
    en: 'what must be true before the next phase',
    nl: 'wat waar moet zijn vóór de volgende fase',
  },
  activity: { en: 'an activity', nl: 'een activiteit' },
  role: { en: 'a role', nl: 'een rol' },
  section: {
    en: 'a heading that names what the reader wants to do or know',
    nl: 'een kop die zegt wat de lezer wil doen of weten',
  },
  text: {
    en: 'say what to do before why',
    nl: 'zeg eerst wat te doen, dan waarom',
  },
} as const satisfies Record<string, Record<Locale, string>>;

export type Hint = keyof typeof HINTS;

/** `REPLACE: what to write here`, in the page's language. */
export function hint(name: Hint, locale: Locale): string {
  return `REPLACE: ${HINTS[name][locale]}`;
}
