import type { ImportedRun } from './run-file.ts';

const english = {
  labels: {
    desk: 'Work through this list',
    for: 'For whom',
    worker: 'Your name',
    another: 'Start another',
    runs: 'Under way in this browser',
    copyText: 'Copy as text',
    copyMarkdown: 'Copy as Markdown',
    export: 'Export as a file',
    import: 'Import a run',
    reset: 'Reset',
    remove: 'Delete',
    byHand: 'Text of this run, to copy',
  },
  said: {
    fresh:
      'Fill in the form or tick a step, and a run begins. It is kept in this browser, and nothing leaves it by itself.',
    nameless: 'Not named yet',
    progress: '{done} of {all} done',
    whoHint: 'Say who works through it: each tick carries that name.',
    changed: 'last change {moment}',
    undo: 'Undo: put back {count}',
    bringBack: 'Bring back {name}',
    note: 'Note',
    noteOn: 'Note on: {step}',
    done: 'Done {moment}',
    doneBy: 'Done by {who}, {moment}',
    here: '{time} here',
    gone: 'No longer on this list',
    goneNote: 'The list has changed since this run began. This was done or written before:',
    saved: 'Saved in this browser.',
    wasReset: 'Reset: ticks, notes and blanks are empty again.',
    removed: 'Deleted: {name}.',
    removedElsewhere: '{name} was deleted in another tab.',
    undone: 'Undone.',
    copied: 'Copied.',
    copyByHand: 'The browser did not allow copying. Copy it from here.',
    imported: 'Imported: {name}.',
    notKept:
      'This browser could not keep it: storage is full or switched off. It is in this tab only. Go on, and export the run before you close it.',
    notRemoved: 'This browser could not delete it. Try again.',
    refused: 'This file cannot be read: {why}',
    otherList: 'it belongs to another checklist: {title}.',
    'too-large': 'it is too large for a checklist.',
    'not-json': 'it is cut off, or another kind of file.',
    'not-a-run': 'it is no run of a checklist.',
    newer: 'a newer version of this page wrote it. Reload the page and try again.',
    damaged: 'it is damaged.',
  } satisfies Record<string, string> & Record<NonNullable<ImportedRun['refused']>, string>,
};

/** What stands on the desk of a checklist from the start. */
export type Labels = Readonly<Record<keyof typeof english.labels, string>>;

/** What the desk says as it goes. What stands in braces is filled in. */
export type Words = Readonly<Record<keyof typeof english.said, string>>;

const dutch: { labels: Labels; said: Words } = {
  labels: {
    desk: 'Deze lijst afwerken',
    for: 'Voor wie',
    worker: 'Jouw naam',
    another: 'Begin een nieuwe',
    runs: 'Bezig in deze browser',
    copyText: 'Kopieer als tekst',
    copyMarkdown: 'Kopieer als Markdown',
    export: 'Bewaar als bestand',
    import: 'Lees een bestand in',
    reset: 'Leegmaken',
    remove: 'Verwijderen',
    byHand: 'Tekst om te kopiëren',
  },
  said: {
    fresh:
      'Vul het formulier in of vink een stap af, en je bent begonnen. Het wordt bewaard in deze browser en gaat nergens vanzelf heen.',
    nameless: 'Nog zonder naam',
    progress: '{done} van {all} gedaan',
    whoHint: 'Zeg wie de lijst afwerkt: die naam staat bij elk vinkje.',
    changed: 'laatst gewijzigd {moment}',
    undo: 'Ongedaan maken: {count} terugzetten',
    bringBack: 'Haal {name} terug',
    note: 'Notitie',
    noteOn: 'Notitie bij: {step}',
    done: 'Gedaan op {moment}',
    doneBy: 'Gedaan door {who} op {moment}',
    here: 'hier {time}',
    gone: 'Staat niet meer op deze lijst',
    goneNote: 'De lijst is gewijzigd sinds je begon. Dit was al gedaan of opgeschreven:',
    saved: 'Bewaard in deze browser.',
    wasReset: 'Leeggemaakt: vinkjes, notities en velden zijn weer leeg.',
    removed: 'Verwijderd: {name}.',
    removedElsewhere: '{name} is in een ander tabblad verwijderd.',
    undone: 'Ongedaan gemaakt.',
    copied: 'Gekopieerd.',
    copyByHand: 'De browser stond kopiëren niet toe. Kopieer het hier.',
    imported: 'Ingelezen: {name}.',
    notKept:
      'Deze browser kon het niet bewaren: de opslag is vol of staat uit. Het staat alleen in dit tabblad. Ga door, en bewaar het als bestand voor je het sluit.',
    notRemoved: 'Deze browser kon het niet verwijderen. Probeer het nog eens.',
    refused: 'Dit bestand kan niet worden ingelezen: {why}',
    otherList: 'het hoort bij een andere checklist: {title}.',
    'too-large': 'het is te groot voor een checklist.',
    'not-json': 'het is afgekapt, of een ander soort bestand.',
    'not-a-run': 'het hoort niet bij een checklist.',
    newer:
      'een nieuwere versie van deze pagina schreef het. Laad de pagina opnieuw en probeer het nog eens.',
    damaged: 'het is beschadigd.',
  },
};

/**
 * The words of a checklist's desk in the language of the page. They are put into the page when it is
 * built, so that a reader loads one language, and the script of the page none.
 */
export function checklistWords(locale: 'en' | 'nl'): { labels: Labels; said: Words } {
  return locale === 'nl' ? dutch : english;
}
