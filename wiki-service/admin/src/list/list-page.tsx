import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../api/failure.ts';
import type { ListedArticle, ListFilter } from '../api/wiki-api.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Icon } from '../parts/icon.tsx';
import { Route } from '../parts/route.tsx';
import { writePlace } from '../place.ts';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';
import { writeDate } from '../words/dates.ts';
import { ListFilters } from './list-filters.tsx';
import { UnsavedTexts } from './unsaved-texts.tsx';
import { VAIN_SEARCHES_ID, VainSearches } from './vain-searches.tsx';

const PAGE_SIZE = 50;

/** All articles, those that one looks for, and what there is to write. */
export function ListPage(props: { filter: ListFilter; onFilter: (filter: ListFilter) => void }) {
  const { words, tenant } = useWiki();
  useEffect(() => {
    document.title = `${words.list.title} – ${tenant.name}`;
  }, [words, tenant]);
  return (
    <main className="wk-list-page">
      <header className="wk-head">
        <div>
          <p className="wk-tenant">{tenant.name}</p>
          <h1>{words.list.title}</h1>
        </div>
        <div className="wk-actions">
          {/* They stand below the articles, where nobody looks who does not know of them. */}
          <button
            type="button"
            className="wk-button wk-quiet"
            onClick={() => document.getElementById(VAIN_SEARCHES_ID)?.focus()}
          >
            {words.searches.title}
          </button>
          <PageLink
            className="wk-button wk-primary"
            path={writePlace({
              page: 'article',
              target: { kind: 'new', title: '', locale: tenant.defaultLocale },
            })}
          >
            {words.list.newArticle}
          </PageLink>
        </div>
      </header>
      <UnsavedTexts />
      <ListFilters filter={props.filter} onFilter={props.onFilter} />
      <Articles filter={props.filter} onClear={() => props.onFilter({})} />
      <VainSearches />
    </main>
  );
}

/** A link to a page of the editor, which opens in a new tab where one asks for that. */
export function PageLink(props: { path: string; className?: string; children: ReactNode }) {
  const { address, go } = useWiki();
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(props.path);
  };
  return (
    <a className={props.className} href={address(props.path)} onClick={onClick}>
      {props.children}
    </a>
  );
}

function Articles({ filter, onClear }: { filter: ListFilter; onClear: () => void }) {
  const { api, words } = useWiki();
  const key = JSON.stringify(filter);
  const ask = (cursor?: string) =>
    api.list({ sort: 'updated', ...filter, limit: PAGE_SIZE, ...(cursor && { cursor }) });
  const [first, reload] = useLoaded(key, () => ask());
  const [further, setFurther] = useState<{
    key: string;
    articles: ListedArticle[];
    next: string | null;
    /** How many were shown before the last of them came. */
    shown: number;
  }>();
  const [failure, setFailure] = useState<ApiFailure>();
  const list = useRef<HTMLTableSectionElement>(null);

  useEffect(() => {
    // The button may be gone; whoever used the keyboard goes on at the first new article.
    if (further?.key !== key || further.shown === 0) return;
    list.current?.querySelectorAll('a')[further.shown]?.focus();
  }, [further, key]);

  if (first.status === 'failed') return <FailureNotice failure={first.failure} retry={reload} />;
  if (!first.value) {
    return (
      <p className="wk-loading" role="status">
        {words.loading}
      </p>
    );
  }
  const later = further?.key === key ? further : undefined;
  const articles = [...first.value.articles, ...(later?.articles ?? [])];
  const next = later ? later.next : first.value.next;
  const isBusy = first.status === 'loading';
  const isNarrowed = Object.keys(filter).some((name) => name !== 'sort');

  const showMore = async () => {
    setFailure(undefined);
    try {
      const page = await ask(next ?? undefined);
      setFurther({
        key,
        articles: [...(later?.articles ?? []), ...page.articles],
        next: page.next,
        shown: articles.length,
      });
    } catch (error) {
      setFailure(error instanceof ApiFailure ? error : new ApiFailure('unavailable'));
    }
  };

  if (articles.length === 0) {
    return (
      <div className="wk-empty" role="status">
        <p>{isNarrowed ? words.list.nothingFound : words.list.nothingYet}</p>
        {isNarrowed && (
          <button type="button" className="wk-button" onClick={onClear}>
            {words.list.clear}
          </button>
        )}
      </div>
    );
  }
  return (
    <section aria-label={words.list.title} aria-busy={isBusy}>
      <p className="wk-count" role="status">
        {words.list.shown(articles.length, !next)}
      </p>
      <ArticleTable articles={articles} body={list} />
      {failure && <FailureNotice failure={failure} retry={() => void showMore()} />}
      {next && !isBusy && (
        <button type="button" className="wk-button" onClick={() => void showMore()}>
          {words.list.more}
        </button>
      )}
    </section>
  );
}

function ArticleTable(props: {
  articles: readonly ListedArticle[];
  body: React.RefObject<HTMLTableSectionElement | null>;
}) {
  const { words } = useWiki();
  const { columns } = words.list;
  return (
    <table className="wk-articles">
      <thead>
        <tr>
          {Object.entries(columns).map(([name, label]) => (
            <th key={name} scope="col" data-column={name}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={props.body}>
        {props.articles.map((article) => (
          <ArticleRow key={article.id} article={article} />
        ))}
      </tbody>
    </table>
  );
}

function ArticleRow({ article }: { article: ListedArticle }) {
  const { words } = useWiki();
  const { columns } = words.list;
  const target = { kind: 'article', id: article.id } as const;
  return (
    <tr>
      <th scope="row">
        <PageLink path={writePlace({ page: 'article', target })}>
          <span lang={article.locale}>{article.title}</span>
        </PageLink>
        <span className="wk-language">{words.locales[article.locale]}</span>
      </th>
      <td data-label={columns.state}>
        <span className="wk-state" data-state={article.state}>
          {words.states[article.state]}
        </span>
      </td>
      <td data-label={columns.roles}>
        {article.roles.map((role) => words.roles[role]).join(', ') || '–'}
      </td>
      <td data-label={columns.routes}>
        {article.routes.length === 0
          ? '–'
          : article.routes.map((route) => <Route key={route} route={route} />)}
      </td>
      <td data-label={columns.changed}>
        <time dateTime={article.updatedAt}>
          {writeDate(article.updatedAt, words.language, 'medium')}
        </time>
      </td>
      <td data-label={columns.views} className="wk-number">
        {article.views ?? 0}
        {(article.helpful ?? 0) + (article.unhelpful ?? 0) > 0 && (
          <small>{words.list.feedback(article.helpful ?? 0, article.unhelpful ?? 0)}</small>
        )}
      </td>
      <td data-label={columns.look}>
        <Looks article={article} />
      </td>
    </tr>
  );
}

function Looks({ article }: { article: ListedArticle }) {
  const { words } = useWiki();
  const looks = [
    ...(article.brokenLinks ? [words.list.brokenLinks(article.brokenLinks)] : []),
    ...(article.drift?.length ? [words.list.drift] : []),
  ];
  if (looks.length === 0) return <>–</>;
  return looks.map((look) => (
    <span key={look} className="wk-look">
      <Icon name="warn" />
      {look}
    </span>
  ));
}
