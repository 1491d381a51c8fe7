import { byPlace, type Finding } from '../checks/finding.ts';
import { ALL_RULES, type SyncRuleName } from '../checks/rules.ts';
import type { Place } from '../content-model/records.ts';

/** A finding before it is known what else the same change concerns. */
export interface Draft {
  rule: SyncRuleName;
  /** As it is shown. */
  file: string;
  place: Place;
  message: string;
  /** Drafts at one place about one change are one finding, also where they word it differently. */
  change?: 'moved' | 'steps';
  /** The place on the other side, where both were changed. */
  alsoAt?: { file: string; place: Place };
  /** What to look at because of it; drafts that differ only in this become one finding. */
  lookAt: string[];
  help: string;
}

/** Findings from drafts: one change, one finding, whatever the number of pairs that it concerns. */
export function toFindings(drafts: readonly Draft[]): Finding[] {
  const groups = Map.groupBy(drafts, ({ rule, file, place, message, change }) =>
    JSON.stringify([rule, file, place.line, place.column, change === 'moved' || message]),
  );
  return [...groups.values()]
    .map((same): Finding => {
      const { rule, file, place, message, help } = same[0] as Draft;
      const lookAt = [...new Set(same.flatMap((draft) => draft.lookAt))].sort();
      const others = same.length > 1 ? ` The same goes for the other ${same.length - 1}.` : '';
      return {
        rule,
        severity: ALL_RULES[rule].severity,
        file,
        line: place.line,
        column: place.column,
        message: lookAt.length === 0 ? message : `${message}. Look at ${lookAt.join(', ')}`,
        help: `${help}${others}`,
      };
    })
    .sort(byPlace);
}
