import type { Decision, Destination, LivePolicy, Rule } from './account.ts';

/** Something the API sent. Nothing about it is known before it is looked at. */
export type Raw = Record<string, unknown>;

export const record = (value: unknown): Raw =>
  value && typeof value === 'object' && !Array.isArray(value) ? (value as Raw) : {};
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const optional = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
export const rules = (value: unknown): Rule[] => list(value).map(record);

/** A policy as the API sends it. */
export function readPolicy(policy: unknown, reusable: boolean): LivePolicy {
  const raw = record(policy);
  return {
    id: text(raw.id),
    name: text(raw.name),
    // A decision that is not known here is treated as the most open one.
    decision: DECISIONS.find((decision) => decision === raw.decision) ?? 'bypass',
    include: rules(raw.include),
    exclude: rules(raw.exclude),
    require: rules(raw.require),
    sessionDuration: optional(raw.session_duration),
    reusable,
  };
}

const DECISIONS: readonly Decision[] = ['allow', 'deny', 'bypass', 'non_identity'];

/** The addresses an application guards: `destinations`, or the older fields where those are missing. */
export function readDestinations(raw: Raw): Destination[] {
  const destinations = list(raw.destinations).map(record);
  const read = destinations
    .filter(({ type, uri }) => (type ?? 'public') === 'public' && typeof uri === 'string')
    .map(({ uri, overrides }) => ({
      uri: text(uri)
        .toLowerCase()
        .replace(/\/\*?$/, ''),
      publicPaths: list(overrides).map((override) => text(record(override).path_pattern)),
    }));
  if (destinations.length > 0) return read;
  const older = list(raw.self_hosted_domains).map(text);
  const domains = older.length > 0 ? older : [text(raw.domain)];
  return domains
    .filter((uri) => uri !== '')
    .map((uri) => ({ uri: uri.toLowerCase().replace(/\/\*?$/, ''), publicPaths: [] }));
}
