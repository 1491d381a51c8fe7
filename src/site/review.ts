/** Where a page stands with its review. */
export type Review =
  | { state: 'never' }
  | { state: 'fresh'; date: string }
  | { state: 'overdue'; date: string; days: number };

const DAY = 86_400_000;

/**
 * Whether a page has been read against practice in time.
 * @param today `YYYY-MM-DD`
 */
export function reviewOf(
  { reviewed, reviewEvery }: { reviewed?: string | undefined; reviewEvery: number },
  today: string,
): Review {
  if (reviewed === undefined) return { state: 'never' };
  const days = Math.floor((Date.parse(today) - Date.parse(reviewed)) / DAY) - reviewEvery;
  return days > 0 ? { state: 'overdue', date: reviewed, days } : { state: 'fresh', date: reviewed };
}
