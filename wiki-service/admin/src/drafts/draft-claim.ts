/** Gives up a claim. */
export type Release = () => void;

/** A tab that is being closed holds its drafts for a moment longer. */
const PATIENCE_MS = 1_000;
/** A tab that is being reloaded knows that nobody but itself holds its own. */
const PATIENCE_WITH_ONESELF_MS = 10_000;
const OWN_KEY = 'sonan-wiki-own-drafts';
const MOST_REMEMBERED = 20;

/**
 * Claims a draft for this tab, for as long as the tab lives. `undefined`: another tab that is still
 * open has it. Browsers that have no locks say the same, so that nothing is ever overwritten.
 */
export function claimDraft(id: string): Promise<Release | undefined> {
  if (!navigator.locks) return Promise.resolve(undefined);
  const patience = readOwn().includes(id) ? PATIENCE_WITH_ONESELF_MS : PATIENCE_MS;
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(
        `sonan-wiki-draft ${id}`,
        { signal: AbortSignal.timeout(patience) },
        () =>
          new Promise<void>((release) => {
            writeOwn([id, ...readOwn()]);
            resolve(() => {
              writeOwn(readOwn().filter((one) => one !== id));
              release();
            });
          }),
      )
      .catch((error: DOMException) =>
        error.name === 'TimeoutError' ? resolve(undefined) : reject(error),
      );
  });
}

/** The drafts that this tab has, or had when it was reloaded. */
function readOwn(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(OWN_KEY) ?? '[]');
  } catch {
    return [];
  }
}

function writeOwn(ids: readonly string[]): void {
  try {
    sessionStorage.setItem(OWN_KEY, JSON.stringify([...new Set(ids)].slice(0, MOST_REMEMBERED)));
  } catch {
    // Without it, a tab that is reloaded waits no longer for itself than for others.
  }
}
