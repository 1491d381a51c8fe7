import { z } from 'zod';
import { byPlace, type Finding } from '../checks/finding.ts';
import { LOCALES } from '../content-model/vocabulary.ts';
import { type Told, toFindings } from './draft.ts';
import type { JudgedPair, SyncResult } from './run.ts';
import { hashOf } from './side.ts';
import type { DriftState } from './verdict.ts';

/** How a pair can stand, in the order in which somebody looks at it. */
export const DRIFT_STATES = [
  'both-moved',
  'steps',
  'fact',
  'wiki-moved',
  'portal-moved',
  'orphan-wiki',
  'orphan-portal',
  'ack-expired',
  'unconfirmed',
  'acknowledged',
  'in-sync',
] as const satisfies readonly DriftState[];

const findingSchema = z.strictObject({
  rule: z.string(),
  severity: z.enum(['error', 'warning']),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  message: z.string(),
  help: z.string(),
});
const sideSchema = z.strictObject({
  locale: z.enum(LOCALES),
  /** The lines of the normal form as they were confirmed; absent where nobody has confirmed them. */
  before: z.array(z.string()).optional(),
  /** As they are now; absent where the text is gone. */
  now: z.array(z.string()).optional(),
});
const pairSchema = z.strictObject({
  key: z.string(),
  state: z.enum(DRIFT_STATES),
  /** Site path of the page. */
  path: z.string(),
  section: z.string().optional(),
  tenant: z.string(),
  locale: z.enum(LOCALES),
  article: z.string(),
  articleSection: z.string().optional(),
  /** The article's title; absent where there is no article. */
  title: z.string().optional(),
  confirmed: z.strictObject({ on: z.string(), by: z.string() }).optional(),
  /** When each side that moved did so, as far as that is known. */
  movedOn: z
    .strictObject({ portal: z.string().optional(), wiki: z.string().optional() })
    .optional(),
  accepted: z.strictObject({ reason: z.string(), by: z.string(), until: z.string() }).optional(),
  findings: z.array(findingSchema),
  /** Both texts; absent where the two agree. */
  texts: z.strictObject({ portal: sideSchema, wiki: sideSchema }).optional(),
});
const driftSchema = z.strictObject({
  /** The same from run to run, whatever line it stands at and however it is worded. */
  key: z.string(),
  title: z.string(),
  /** Who knows what is right. */
  owner: z.string(),
  finding: findingSchema,
});
const reportSchema = z.strictObject({
  version: z.literal(1),
  wiki: z.string(),
  /** The day of the run, `YYYY-MM-DD`. */
  on: z.string(),
  articles: z.number(),
  judgedNoDrift: z.number(),
  pairs: z.array(pairSchema),
  /** What was found outside of the pairs: links, and facts in other articles. */
  others: z.array(findingSchema),
  /** Every finding once, for whoever keeps a list of them from run to run. */
  drifts: z.array(driftSchema),
});

/** What a run of sync saw, kept for the page that shows it. */
export type SyncReport = z.infer<typeof reportSchema>;
/** A finding that is known again from run to run. */
export type ReportedDrift = z.infer<typeof driftSchema>;
export type ReportedPair = z.infer<typeof pairSchema>;
/** One side of a pair that does not agree. */
export type ReportedSide = z.infer<typeof sideSchema>;

/** What there is to keep of a run that could look at everything; the same run gives the same. */
export function syncReport(
  { report, pairs, told }: SyncResult,
  { wiki, on }: { wiki: string; on: string },
): SyncReport {
  const placeOf = ({ rule, file, line, column }: Finding) => `${rule} ${file}:${line}:${column}`;
  const reported = pairs.map(reportPair);
  const ofPairs = new Set(reported.flatMap(({ findings }) => findings.map(placeOf)));
  return {
    version: 1,
    wiki,
    on,
    articles: report.checked.articles ?? 0,
    judgedNoDrift: report.checked.judgedNoDrift ?? 0,
    pairs: reported.sort((a, b) => (a.key < b.key ? -1 : 1)),
    others: report.findings.filter((finding) => !ofPairs.has(placeOf(finding))).sort(byPlace),
    drifts: nameDrifts(told),
  };
}

function nameDrifts(told: readonly Told[]): ReportedDrift[] {
  const counts = new Map<string, number>();
  return told.map(({ finding, about: { where, which }, owner = '' }) => {
    const subject = JSON.stringify([where, which ?? '']);
    const nth = (counts.get(subject) ?? 0) + 1;
    counts.set(subject, nth);
    const title = `${finding.rule} in ${where}${which === undefined ? '' : `: ${which}`}`;
    return { key: hashOf(`${subject} ${nth}`), title, owner, finding };
  });
}

function reportPair({ now, verdict, article, movedOn = {} }: JudgedPair): ReportedPair {
  const { pair, entry } = now;
  const { confirmed, acknowledged } = entry ?? {};
  const side = (which: 'portal' | 'wiki'): ReportedSide => ({
    locale: now[which].locale,
    ...(entry && { before: entry[which].lines }),
    ...(now[which].side && { now: now[which].side.lines }),
  });
  return {
    key: pair.key,
    state: verdict.state,
    path: pair.path,
    ...(pair.section !== undefined && { section: pair.section }),
    tenant: pair.tenant,
    locale: pair.locale,
    article: pair.article,
    ...(pair.articleSection !== undefined && { articleSection: pair.articleSection }),
    ...(article && { title: article.title }),
    ...(confirmed && { confirmed }),
    ...(acknowledged && {
      accepted: {
        reason: acknowledged.reason,
        by: acknowledged.by,
        until: acknowledged.until,
      },
    }),
    ...(Object.keys(movedOn).length > 0 && { movedOn }),
    findings: toFindings(verdict.drafts),
    ...(verdict.state !== 'in-sync' && { texts: { portal: side('portal'), wiki: side('wiki') } }),
  };
}

/** A kept report from its text; nothing when it is none of this version. */
export function parseSyncReport(text: string): SyncReport | undefined {
  try {
    return reportSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
