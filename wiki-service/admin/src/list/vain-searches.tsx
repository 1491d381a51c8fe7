import { useState } from 'react';
import { ApiFailure } from '../api/failure.ts';
import type { VainSearch } from '../api/wiki-api.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { writePlace } from '../place.ts';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';
import { PageLink } from './list-page.tsx';

/** Id of their heading, which can be focused. */
export const VAIN_SEARCHES_ID = 'wk-searches-title';

/** What people searched for in vain: the articles that are missing. */
export function VainSearches() {
  const { api, words, announce } = useWiki();
  const [searches, reload] = useLoaded('searches', () => api.vainSearches());
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<ApiFailure>();
  const keyOf = ({ query, locale }: VainSearch) => `${locale} ${query}`;

  const dismiss = async (search: VainSearch) => {
    setFailure(undefined);
    try {
      await api.dismissSearch(search);
    } catch (error) {
      const failed = error instanceof ApiFailure ? error : new ApiFailure('unavailable');
      // Somebody else has dismissed it already.
      if (failed.kind !== 'not-found') return setFailure(failed);
    }
    setDismissed((before) => [...before, keyOf(search)]);
    announce(words.searches.dismissed(search.query));
    document.getElementById(VAIN_SEARCHES_ID)?.focus();
  };

  const left =
    searches.status === 'ready'
      ? searches.value.filter((search) => !dismissed.includes(keyOf(search)))
      : [];
  return (
    <section className="wk-searches" aria-labelledby={VAIN_SEARCHES_ID}>
      <h2 id={VAIN_SEARCHES_ID} tabIndex={-1}>
        {words.searches.title}
      </h2>
      <p className="wk-hint">{words.searches.hint}</p>
      {searches.status === 'loading' && <p role="status">{words.loading}</p>}
      {searches.status === 'failed' && <FailureNotice failure={searches.failure} retry={reload} />}
      {failure && <FailureNotice failure={failure} retry={() => setFailure(undefined)} />}
      {searches.status === 'ready' && left.length === 0 && <p>{words.searches.nothing}</p>}
      {left.length > 0 && (
        <ul>
          {left.map((search) => (
            <li key={keyOf(search)}>
              <span className="wk-query" lang={search.locale}>
                {search.query}
              </span>
              <span className="wk-note">
                {words.locales[search.locale]}, {words.searches.times(search.times)}
              </span>
              <span className="wk-actions">
                <PageLink
                  className="wk-button"
                  path={writePlace({
                    page: 'article',
                    target: { kind: 'new', title: titleOf(search.query), locale: search.locale },
                  })}
                >
                  {words.searches.write}
                  <span className="wk-unseen">: {search.query}</span>
                </PageLink>
                <button
                  type="button"
                  className="wk-button wk-quiet"
                  onClick={() => void dismiss(search)}
                >
                  {words.searches.dismiss}
                  <span className="wk-unseen">: {search.query}</span>
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function titleOf(query: string): string {
  return query.charAt(0).toLocaleUpperCase() + query.slice(1);
}
