/** Gives up a claim. */
export type Release = () => void;

/** A tab that is being closed or reloaded holds its drafts for a moment longer. */
const PATIENCE_MS = 1_000;

/**
 * Claims a draft for this tab, for as long as the tab lives. `undefined`: another tab that is still
 * open has it. Browsers that have no locks say the same, so that nothing is ever overwritten.
 */
export function claimDraft(id: string): Promise<Release | undefined> {
  if (!navigator.locks) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(
        `sonan-wiki-draft ${id}`,
        { signal: AbortSignal.timeout(PATIENCE_MS) },
        () => new Promise<void>((release) => resolve(release)),
      )
      .catch((error: DOMException) =>
        error.name === 'TimeoutError' ? resolve(undefined) : reject(error),
      );
  });
}
