import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { cleanArticleHtml } from '../../src/html/article-html.ts';
import { ApiFailure } from './api/failure.ts';
import { type GetToken, type Tenant, WikiApi } from './api/wiki-api.ts';
import { openDraftStore } from './drafts/draft-store.ts';
import { ArticlePage } from './editing/article-page.tsx';
import { ListPage } from './list/list-page.tsx';
import { FailureNotice } from './parts/failure-notice.tsx';
import { readPlace, writePlace } from './place.ts';
import { useLoaded } from './use-loaded.ts';
import { type LinkTarget, type Wiki, WikiContext } from './wiki-context.ts';
import { wordsFor } from './words/words.ts';

export interface WikiAdminProps {
  /** Where the wiki service is, without a slash at the end; empty for the same origin. */
  apiBase?: string;
  /**
   * Gives the signed-in person's access token. With `renew`, the one it gave last was refused. `null`
   * when nobody is signed in. The editor keeps no token.
   */
  getToken: GetToken;
  /** The language of the interface: `nl`, or English. */
  locale?: string;
  /**
   * The page of the editor that is open: `/`, `/new`, `/articles/<id>` or `/drafts/<id>`, perhaps
   * with a query. Without it the editor keeps its place by itself.
   */
  path?: string;
  /** Called when the editor goes to another page. */
  onNavigate?: (path: string, options: { replace: boolean }) => void;
  /** The address of a page of the editor, for links that open in a new tab. */
  addressOf?: (path: string) => string;
  /** Has the person sign in again. Resolves when that is over. */
  onSignIn?: () => Promise<void>;
}

const ANNOUNCED_MS = 6_000;

/** The editor of the wiki: the list of articles, and each article. */
export function WikiAdmin(props: WikiAdminProps) {
  const latest = useRef(props);
  latest.current = props;
  const [ownPath, setOwnPath] = useState('/');
  const path = props.path ?? ownPath;
  const place = readPlace(path);
  const [announcement, setAnnouncement] = useState('');

  const apiBase = props.apiBase ?? '';
  const words = useMemo(() => wordsFor(props.locale ?? 'en'), [props.locale]);
  const store = useMemo(() => openDraftStore(), []);
  const api = useMemo(
    () => new WikiApi(apiBase, (options) => latest.current.getToken(options)),
    [apiBase],
  );

  // The session has to be known once; without it one can still go on with what this browser keeps.
  const [session, reload] = useLoaded(apiBase || '/', async () => {
    const person = await api.person();
    const remembered = readTenant(person.tenantId);
    try {
      const { role, tenant } = await api.session();
      if (role !== 'admin') throw new ApiFailure('forbidden');
      rememberTenant(tenant);
      return { person, tenant };
    } catch (error) {
      if (error instanceof ApiFailure && error.kind !== 'forbidden' && remembered) {
        return { person, tenant: remembered };
      }
      throw error;
    }
  });

  const announce = useCallback((text: string) => setAnnouncement(text), []);
  useEffect(() => {
    if (!announcement) return undefined;
    const timer = setTimeout(() => setAnnouncement(''), ANNOUNCED_MS);
    return () => clearTimeout(timer);
  }, [announcement]);

  const known = session.status === 'ready' ? session.value : undefined;
  const wiki = useMemo((): Wiki | undefined => {
    if (!known) return undefined;
    const targets = new Map<string, Promise<LinkTarget>>();
    return {
      api,
      store,
      words,
      announce,
      ...known,
      tidy: (html) => cleanArticleHtml(html, { imageHosts: known.tenant.imageHosts }).html,
      go: (to, { replace = false } = {}) => {
        if (latest.current.path === undefined) setOwnPath(to);
        latest.current.onNavigate?.(to, { replace });
      },
      address: (to) => latest.current.addressOf?.(to) ?? to,
      signIn: async () => latest.current.onSignIn?.(),
      findTarget: (id) => {
        const target = targets.get(id) ?? readTarget(api, id);
        targets.set(id, target);
        target.catch(() => targets.delete(id));
        return target;
      },
    };
  }, [api, store, words, announce, known]);

  return (
    <div className="wiki-admin" lang={words.language}>
      {session.status === 'loading' && (
        <p className="wk-loading" role="status">
          {words.loading}
        </p>
      )}
      {session.status === 'failed' &&
        (session.failure.kind === 'forbidden' ? (
          <p className="wk-empty">{words.forbidden}</p>
        ) : (
          <StartFailure
            failure={session.failure}
            retry={reload}
            words={words}
            signIn={async () => props.onSignIn?.()}
          />
        ))}
      {wiki && (
        <WikiContext value={wiki}>
          {place.page === 'list' ? (
            <ListPage
              filter={place.filter}
              onFilter={(filter) =>
                wiki.go(writePlace({ page: 'list', filter }), { replace: true })
              }
            />
          ) : (
            <ArticlePage path={path} target={place.target} />
          )}
          <div className="wk-announcement" role="status" data-shown={announcement !== ''}>
            {announcement}
          </div>
        </WikiContext>
      )}
    </div>
  );
}

/** Before it is known who is signed in, there is no wiki around. */
function StartFailure(props: {
  failure: ApiFailure;
  retry: () => void;
  words: Wiki['words'];
  signIn: Wiki['signIn'];
}) {
  const { words, signIn } = props;
  return (
    <WikiContext value={{ words, signIn } as Wiki}>
      <FailureNotice failure={props.failure} retry={props.retry} />
    </WikiContext>
  );
}

async function readTarget(api: WikiApi, id: string): Promise<LinkTarget> {
  try {
    const { title, state, roles } = await api.article(id);
    return { title, state, roles };
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === 'not-found') return 'missing';
    throw error;
  }
}

const TENANT_KEY = 'sonan-wiki-tenant';

/** What was last known of a tenant, for the time that the service cannot be reached. */
function readTenant(id: string): Tenant | undefined {
  try {
    return JSON.parse(localStorage.getItem(`${TENANT_KEY} ${id}`) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

function rememberTenant(tenant: Tenant): void {
  try {
    localStorage.setItem(`${TENANT_KEY} ${tenant.id}`, JSON.stringify(tenant));
  } catch {
    // A browser that keeps nothing can still edit what the service gives it.
  }
}
