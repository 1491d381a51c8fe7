import { byPlace, type Finding } from '../checks/finding.ts';
import { ALL_RULES, type SyncRuleName } from '../checks/rules.ts';
import type { Place } from '../content-model/records.ts';

/** A finding before it is known what else the same change concerns. */
export interface Draft {
  rule: SyncRuleName;
  /** As it is shown. */
  file: string;
  place: Place;
  /** What it is about, whatever line it stands at and however it is worded. */
  about: About;
  message: string;
  /** Drafts at one place about one change are one finding, also where they word it differently. */
  change?: 'moved' | 'steps';
  /** The place on the other side, where both were changed. */
  alsoAt?: { file: string; place: Place };
  /** What to look at because of it; drafts that differ only in this become one finding. */
  lookAt: string[];
  help: string;
  /** Who knows what is right: a role. */
  owner?: string;
}

/** The thing that a finding is about. */
export interface About {
  /** The page or article, and the section where only that is meant. */
  where: string;
  /** The fact, link or pair in it; nothing where it is the text itself. */
  which?: string;
}

/** A finding with what it is about and who has to look at it. */
export interface Told {
  finding: Finding;
  about: About;
  owner: string | undefined;
}

/** Findings from drafts: one change, one finding, whatever the number of pairs that it concerns. */
export function toFindings(drafts: readonly Draft[]): Finding[] {
  return tell(drafts).map(({ finding }) => finding);
}

/** The findings with what each is about. */
export function tell(drafts: readonly Draft[]): Told[] {
  const groups = Map.groupBy(drafts, ({ rule, file, place, message, change }) =>
    JSON.stringify([rule, file, place.line, place.column, change === 'moved' || message]),
  );
  return [...groups.values()]
    .map((same): Told => {
      const { rule, file, place, message, help, about, owner } = same[0] as Draft;
      const lookAt = [...new Set(same.flatMap((draft) => draft.lookAt))].sort();
      const others = same.length > 1 ? ` The same goes for the other ${same.length - 1}.` : '';
      const finding = {
        rule,
        severity: ALL_RULES[rule].severity,
        file,
        line: place.line,
        column: place.column,
        message: lookAt.length === 0 ? message : `${message}. Look at ${lookAt.join(', ')}`,
        help: `${help}${others}${owner === undefined ? '' : ` Owner: ${owner}.`}`,
      };
      return { finding, about, owner };
    })
    .sort((a, b) => byPlace(a.finding, b.finding));
}
