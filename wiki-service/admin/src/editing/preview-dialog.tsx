import { useId, useState } from 'react';
import { readLink } from '../../../src/html/addresses.ts';
import type { ArticleFields, Role } from '../api/wiki-api.ts';
import { ArticleText } from '../parts/article-text.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Route } from '../parts/route.tsx';
import { useLoaded } from '../use-loaded.ts';
import { type LinkTarget, useWiki } from '../wiki-context.ts';
import type { EditingState } from './editing-session.ts';

/** The article as a role sees it: whether, where, and with which of its links. */
export function PreviewDialog(props: {
  state: EditingState;
  typed: ArticleFields;
  onClose: () => void;
}) {
  const { words, tidy } = useWiki();
  const { typed, state } = props;
  const [role, setRole] = useState<Role>(typed.roles[0] ?? 'client');
  const [html] = useState(() => tidy(typed.html));
  const id = useId();
  const isForRole = typed.roles.includes(role);
  const isPublished = state.article?.state === 'published';
  const name = words.roles[role];
  const visibility = () => {
    if (!isForRole) return words.previewDialog.notForRole(name);
    return isPublished ? words.previewDialog.visible(name) : words.previewDialog.notPublished(name);
  };
  return (
    <Dialog title={words.previewDialog.title} onClose={props.onClose} isWide>
      <div className="wk-row">
        <label htmlFor={id}>{words.previewDialog.as}</label>
        <select id={id} value={role} onChange={(event) => setRole(event.target.value as Role)}>
          {Object.entries(words.roles).map(([one, label]) => (
            <option key={one} value={one}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <p role="status">
        {visibility()} {state.isChanged && words.previewDialog.unsaved}
      </p>
      <article className="wk-preview" lang={typed.locale} data-hidden={!isForRole}>
        <h3 className="wk-preview-title">{typed.title}</h3>
        <ArticleText html={html} />
      </article>
      <h3>{words.previewDialog.where}</h3>
      {typed.routes.length === 0 && <p>{words.previewDialog.nowhere}</p>}
      <ul>
        {typed.routes.map((route) => (
          <RoutePlace
            key={route}
            route={route}
            role={role}
            articleId={isPublished && isForRole ? state.article?.id : undefined}
            locale={typed.locale}
          />
        ))}
      </ul>
      <LinkList html={html} role={role} />
    </Dialog>
  );
}

function RoutePlace(props: {
  route: string;
  role: Role;
  articleId: string | undefined;
  locale: ArticleFields['locale'];
}) {
  const { api, words } = useWiki();
  const { route, role, articleId, locale } = props;
  const [help] = useLoaded(articleId && `${role} ${route}`, () => api.help(route, role, locale));
  const place = () => {
    if (!articleId) return words.previewDialog.notShown;
    if (help.status !== 'ready') return help.status === 'loading' ? words.loading : '–';
    const found = help.value.findIndex((article) => article.id === articleId);
    return found === -1
      ? words.previewDialog.notShown
      : words.previewDialog.place(found + 1, help.value.length);
  };
  return (
    <li>
      <Route route={route} />: {place()}
    </li>
  );
}

function LinkList({ html, role }: { html: string; role: Role }) {
  const { words, findTarget } = useWiki();
  const ids = articleLinksIn(html);
  const [targets] = useLoaded(ids.join(' '), () => Promise.all(ids.map(findTarget)));
  if (ids.length === 0 || targets.status !== 'ready') return null;
  const judge = (target: LinkTarget) => {
    if (target === 'missing') return words.previewDialog.linkMissing;
    if (target.state === 'draft') return words.previewDialog.linkDraft;
    if (target.roles.includes(role)) return words.previewDialog.linkFine;
    return words.previewDialog.linkNotForRole(words.roles[role]);
  };
  return (
    <>
      <h3>{words.previewDialog.links}</h3>
      <ul>
        {targets.value.map((target, place) => (
          <li key={ids[place]}>
            {target === 'missing' ? words.previewDialog.gone : target.title}: {judge(target)}
          </li>
        ))}
      </ul>
    </>
  );
}

function articleLinksIn(html: string): string[] {
  const hrefs = [...html.matchAll(/href="(wiki:[^"]+)"/g)].map(([, href = '']) => readLink(href));
  return [...new Set(hrefs.flatMap((link) => (link ? [link.target] : [])))];
}
