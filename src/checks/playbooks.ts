import { fillText } from '../content-model/plain-text.ts';
import { PHASE_LABELS, RACI_CODES } from '../content-model/vocabulary.ts';
import { type Check, collectionPages, pagesOf } from './context.ts';

/** Rules over RACI tables: exactly one accountable role for each activity. */
export const checkRaci: Check = function* (content) {
  for (const page of collectionPages(content)) {
    for (const row of page.raci) {
      const at = { file: page.file, place: row.place };
      const activity = fillText(row.activity, (_, id) => id);
      const accountable = row.codes.filter(({ codes }) => codes.includes('A'));
      if (accountable.length !== 1) {
        yield {
          rule: 'raci/accountable',
          ...at,
          message:
            accountable.length === 0
              ? `Nobody is accountable for "${activity}"`
              : `${accountable.length} roles are accountable for "${activity}": ${accountable.map(({ role }) => role).join(', ')}`,
          help: 'Put an A in exactly one cell of this row. Whoever else helps gets an R.',
        };
      }
      for (const { role, codes } of row.codes) {
        const unknown = codes.find((code) => !(RACI_CODES as readonly string[]).includes(code));
        if (unknown === undefined) continue;
        yield {
          rule: 'raci/code',
          ...at,
          message: `"${unknown}" under ${role} is none of ${RACI_CODES.join(', ')}`,
          help: 'Use R (does it), A (answers for it), C (is asked) or I (is told), several with a slash: A/R.',
        };
      }
    }
  }
};

/** Rules over the phases of playbooks: each says when it is done. */
export const checkPhases: Check = function* (content) {
  for (const page of pagesOf(content, 'playbooks')) {
    for (const phase of page.body.phases) {
      if (phase.exit.trim() !== '') continue;
      yield {
        rule: 'playbook/exit-gate',
        file: page.file,
        place: phase.place,
        message: `Phase ${phase.number}, "${phase.title}", does not say when it is done`,
        help: `End the phase with a paragraph such as **${PHASE_LABELS.exit[page.locale]}** the client has signed.`,
      };
    }
  }
};
