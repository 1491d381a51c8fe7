/** Gives up a claim. */
export type Release = () => void;

/**
 * Claims a draft for this tab, for as long as the tab lives. `undefined`: another tab that is still
 * open has it. Browsers that have no locks say the same, so that nothing is ever overwritten.
 */
export function claimDraft(id: string): Promise<Release | undefined> {
  if (!navigator.locks) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`sonan-wiki-draft ${id}`, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(undefined);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}
