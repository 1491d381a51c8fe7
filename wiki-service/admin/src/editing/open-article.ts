import { ApiFailure } from '../api/failure.ts';
import type { Article, ArticleFields, Locale } from '../api/wiki-api.ts';
import { claimDraft, type Release } from '../drafts/draft-claim.ts';
import type { Draft } from '../drafts/draft-store.ts';
import { EditingSession, fieldsOf, type SessionParts } from './editing-session.ts';
import { slugFor } from './slug.ts';

/** What to open: an article, a draft of one that was never saved, or a new one. */
export type Target =
  | { kind: 'article'; id: string }
  | { kind: 'draft'; id: string }
  | { kind: 'new'; title: string; locale: Locale };

/** An article that is open in this tab. */
export interface OpenArticle {
  session: EditingSession;
  /** Lets other tabs have the draft. */
  release: Release;
}

/**
 * Opens an article, with what this person typed into it before and did not save. Throws an
 * `ApiFailure` when there is neither the article nor a draft of it.
 */
export async function openArticle(target: Target, parts: SessionParts): Promise<OpenArticle> {
  const drafts = await parts.store.draftsOf(parts.person).catch((): Draft[] => []);
  const wanted = drafts.filter(
    (draft) => target.kind !== 'new' && (draft.articleId ?? draft.id) === target.id,
  );
  const [{ draft, release, isOpenElsewhere }, found] = await Promise.all([
    claimNewest(wanted),
    target.kind === 'article' ? findArticle(target.id, parts) : null,
  ]);
  // Whoever has a draft can go on typing without the article.
  if (found instanceof ApiFailure && !draft) throw found;
  const article = found instanceof ApiFailure ? null : found;
  if (target.kind === 'draft' && !draft) {
    release?.();
    throw new ApiFailure(isOpenElsewhere ? 'forbidden' : 'not-found');
  }

  if (draft) {
    const isNewer = article && article.revision !== draft.base?.revision;
    const session = new EditingSession(parts, {
      draftId: draft.id,
      createKey: draft.createKey,
      article: draft.base ?? article,
      fields: draft.fields,
      restoredFrom: draft.changedAt,
      isOpenElsewhere,
      ...(isNewer && { newer: article }),
    });
    return { session, release: release ?? (() => undefined) };
  }
  const draftId = parts.newId();
  const session = new EditingSession(parts, {
    draftId,
    createKey: parts.newId(),
    article,
    fields: article ? fieldsOf(article) : newFields(target),
    isOpenElsewhere,
  });
  return { session, release: (await claimDraft(draftId)) ?? (() => undefined) };
}

/** The newest draft that no other tab has open. The others stay where they are. */
async function claimNewest(
  drafts: readonly Draft[],
): Promise<{ draft?: Draft; release?: Release; isOpenElsewhere: boolean }> {
  const claims = await Promise.all(drafts.map(({ id }) => claimDraft(id)));
  const chosen = claims.findIndex((release) => release !== undefined);
  for (const [place, release] of claims.entries()) if (place !== chosen) release?.();
  const draft = drafts[chosen];
  const release = claims[chosen];
  const isOpenElsewhere = claims.includes(undefined);
  return { ...(draft && release && { draft, release }), isOpenElsewhere };
}

async function findArticle(id: string, { api }: SessionParts): Promise<Article | ApiFailure> {
  try {
    return await api.article(id);
  } catch (error) {
    return error instanceof ApiFailure ? error : new ApiFailure('unavailable');
  }
}

function newFields(target: Target): ArticleFields {
  const { title, locale } = target.kind === 'new' ? target : { title: '', locale: 'en' as const };
  return { title, slug: slugFor(title), html: '', locale, roles: [], routes: [] };
}
