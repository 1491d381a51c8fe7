/** What a reader chose before in this browser; `null` when nothing, or where storage is switched off. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Remembers a choice. Where storage is switched off, it holds for the page that is open. */
export function remember(name: string, choice: string): void {
  try {
    localStorage.setItem(name, choice);
  } catch {
    // Nothing to do: the page shows the choice already.
  }
}
