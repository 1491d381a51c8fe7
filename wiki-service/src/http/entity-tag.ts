import { Problem } from './problem.ts';

/** The revision of an article that a request names, or that it will do with any. */
export type KnownRevision = { id?: string; revision: number } | 'any';

/** No article is ever at this revision. */
const NO_REVISION = 0;

const TAGS = /^(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*$/;
const OURS = /^(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.)?(\d{1,15})$/;

/**
 * The tag of an article at a revision. It names the article, too: a slug may lead to another one
 * later, and that may be at the same revision.
 */
export function entityTag({ id, revision }: { id: string; revision: number }): string {
  return `"${id}.${revision}"`;
}

/**
 * The revision that a change is based on (RFC 9110, section 13.1.1). Throws the problem for a header
 * that is missing or malformed. `acceptsAny`: whether `*` will do.
 *
 * A weak tag counts, other than the RFC has it: compressing proxies make strong tags weak, and a
 * revision says all there is to say.
 */
export function readIfMatch(
  header: string | undefined,
  { id, acceptsAny }: { id: string; acceptsAny: boolean },
): number | null {
  if (header === undefined) throw new Problem('revision-required');
  if (header.trim() === '*') {
    if (acceptsAny) return null;
    throw new Problem('revision-required', { detail: 'Name the revision here; * will not do.' });
  }
  const tags = readTags(header);
  if (!tags) {
    throw new Problem('bad-request', { detail: 'If-Match is no entity tag in quotation marks.' });
  }
  if (tags.length > 1) throw new Problem('bad-request', { detail: 'If-Match names one revision.' });
  const [known] = tags;
  const isThisOne = known?.id === undefined || known.id === id;
  return known && isThisOne ? known.revision : NO_REVISION;
}

/** The revisions that the caller already has. None when the header is missing or malformed. */
export function readIfNoneMatch(header: string | undefined): readonly KnownRevision[] {
  if (header === undefined) return [];
  return header.trim() === '*' ? ['any'] : (readTags(header) ?? []);
}

/** Whether the caller already has this article as it is. */
export function isKnown(
  known: readonly KnownRevision[],
  article: { id: string; revision: number },
): boolean {
  return known.some(
    (one) =>
      one === 'any' || (one.revision === article.revision && (one.id ?? article.id) === article.id),
  );
}

function readTags(header: string): { id?: string; revision: number }[] | undefined {
  if (header.length > 1_000 || !TAGS.test(header.trim())) return undefined;
  return [...header.matchAll(/"([^"]*)"/g)].map(([, opaque = '']) => {
    const [, id, revision] = OURS.exec(opaque) ?? [];
    return { ...(id && { id }), revision: revision ? Number(revision) : NO_REVISION };
  });
}
