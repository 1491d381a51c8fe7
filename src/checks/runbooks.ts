import { type Check, FILE_START, nameOf, pagesOf } from './context.ts';

/** Rules over runbooks. */
export const checkRunbooks: Check = function* (content) {
  for (const page of pagesOf(content, 'runbooks')) {
    if (!page.data || page.data.verified !== undefined) continue;
    yield {
      rule: 'runbook/unverified',
      file: page.file,
      place: FILE_START,
      message: `Nobody has worked through ${nameOf(page)} yet`,
      help: 'Work through it, correct what is wrong, and add "verified" with the date, for example verified: 2026-07-10.',
    };
  }
};
