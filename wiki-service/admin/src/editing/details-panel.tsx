import { useEffect, useId, useState } from 'react';
import { ApiFailure } from '../api/failure.ts';
import type { Locale, Role } from '../api/wiki-api.ts';
import { Route } from '../parts/route.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';
import type { EditingSession, EditingState } from './editing-session.ts';
import { isSlug } from './slug.ts';

const ROUTE = /^(\/|(\/([A-Za-z0-9._~-]+|\{[A-Za-z0-9_-]+\}|\*))+)$/;
const LONGEST_ROUTE = 200;
const ADDRESS_CHECK_MS = 400;

/** Address, language, readers and pages of an article. */
export function DetailsPanel(props: { session: EditingSession; state: EditingState }) {
  const { session, state } = props;
  const { words } = useWiki();
  const { fields } = state;
  const toggleRole = (role: Role, isOn: boolean) => {
    const roles = fields.roles.filter((one) => one !== role);
    session.changeFields({ roles: isOn ? [...roles, role] : roles });
  };
  return (
    <section className="wk-panel" aria-labelledby="wk-details-title">
      <h2 id="wk-details-title">{words.details.title}</h2>
      <Address {...props} />
      <label className="wk-field">
        <span>{words.details.locale}</span>
        <select
          value={fields.locale}
          onChange={(event) => session.changeFields({ locale: event.target.value as Locale })}
        >
          {Object.entries(words.locales).map(([locale, name]) => (
            <option key={locale} value={locale}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="wk-roles">
        <legend>{words.details.roles}</legend>
        {Object.entries(words.roles).map(([role, name]) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={fields.roles.includes(role as Role)}
              onChange={(event) => toggleRole(role as Role, event.target.checked)}
            />
            {name}
          </label>
        ))}
        {state.article?.state !== 'published' && (
          <p className="wk-hint">{words.details.rolesHint}</p>
        )}
      </fieldset>
      <Routes {...props} />
    </section>
  );
}

function Address({ session, state }: { session: EditingSession; state: EditingState }) {
  const { api, words } = useWiki();
  const { slug, locale } = state.fields;
  const id = useId();
  const [asked, setAsked] = useState(slug);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(slug), ADDRESS_CHECK_MS);
    return () => clearTimeout(timer);
  }, [slug]);
  const isStored = slug === state.article?.slug && locale === state.article?.locale;
  const canAsk = isSlug(asked) && !isStored;
  const [holder] = useLoaded(canAsk ? `${locale} ${asked}` : undefined, async () => {
    try {
      return await api.article(asked, locale);
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === 'not-found') return null;
      throw error;
    }
  });
  const verdict = (): { text: string; isBad?: boolean } => {
    if (slug === '' || isStored) return { text: words.details.addressHint };
    if (!isSlug(slug)) return { text: words.details.addressInvalid, isBad: true };
    if (holder.status !== 'ready' || asked !== slug) return { text: words.details.addressHint };
    const other = holder.value;
    const isFree = !other || other.id === state.article?.id || other.locale !== locale;
    if (!isFree) return { text: words.details.addressTaken(other.title), isBad: true };
    const isMoved = state.article && state.article.slug !== slug;
    return {
      text: `${words.details.addressFree} ${isMoved ? words.details.addressOld : ''}`.trim(),
    };
  };
  const { text, isBad } = verdict();
  return (
    <div className="wk-field">
      <label htmlFor={id}>{words.details.address}</label>
      <input
        id={id}
        type="text"
        value={slug}
        maxLength={120}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        aria-invalid={isBad}
        onChange={(event) => session.changeFields({ slug: event.target.value })}
      />
      <p id={`${id}-hint`} className="wk-hint" aria-live="polite" data-bad={isBad}>
        {text}
      </p>
    </div>
  );
}

function Routes({ session, state }: { session: EditingSession; state: EditingState }) {
  const { api, words, announce } = useWiki();
  const { routes } = state.fields;
  const id = useId();
  const [text, setText] = useState('');
  const [isBad, setBad] = useState(false);
  const [known] = useLoaded('routes', () => api.routes());
  const options = known.status === 'ready' ? known.value : [];
  const nameOf = (route: string) => {
    const name = options.find((option) => option.route === route)?.name;
    return name && (name[words.language] ?? name.en);
  };
  const add = () => {
    const route = text.trim();
    if (route === '') return;
    const isRoute = ROUTE.test(route) && route.length <= LONGEST_ROUTE;
    setBad(!isRoute);
    if (!isRoute) return;
    if (!routes.includes(route)) session.changeFields({ routes: [...routes, route] });
    announce(words.details.routeAdded(route));
    setText('');
  };
  return (
    <fieldset className="wk-routes">
      <legend>{words.details.routes}</legend>
      <ul>
        {routes.map((route) => (
          <li key={route}>
            <span>
              {nameOf(route)} <Route route={route} />
            </span>
            <button
              type="button"
              className="wk-button wk-quiet"
              onClick={() =>
                session.changeFields({ routes: routes.filter((other) => other !== route) })
              }
            >
              {words.remove}
              <span className="wk-unseen"> {route}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="wk-field">
        <label htmlFor={id}>{words.details.addRoute}</label>
        <div className="wk-row">
          <input
            id={id}
            type="text"
            list={`${id}-list`}
            value={text}
            autoComplete="off"
            spellCheck={false}
            aria-describedby={`${id}-hint`}
            aria-invalid={isBad}
            onChange={(event) => {
              setText(event.target.value);
              setBad(false);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <button type="button" className="wk-button" onClick={add}>
            {words.details.addRoute}
          </button>
        </div>
        <datalist id={`${id}-list`}>
          {options.map((option) => (
            <option key={option.route} value={option.route}>
              {nameOf(option.route)}
            </option>
          ))}
        </datalist>
        <p id={`${id}-hint`} className="wk-hint" aria-live="polite" data-bad={isBad}>
          {isBad ? words.details.routeInvalid : words.details.routesHint}
        </p>
      </div>
    </fieldset>
  );
}
