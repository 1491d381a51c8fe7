import { useEffect, useId, useState } from 'react';
import type { ListFilter } from '../api/wiki-api.ts';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';

const TYPING_MS = 250;

/** What the list is narrowed to, and how it is sorted. */
export function ListFilters(props: { filter: ListFilter; onFilter: (filter: ListFilter) => void }) {
  const { words, api } = useWiki();
  const { filter, onFilter } = props;
  const id = useId();
  const [routes] = useLoaded('routes', () => api.routes());
  const set = (change: Partial<ListFilter>) => {
    const all = Object.entries({ ...filter, ...change }).filter(([, value]) => value);
    onFilter(Object.fromEntries(all));
  };
  return (
    <search className="wk-filters" aria-label={words.list.filters}>
      <Typed
        label={words.list.search}
        type="search"
        value={filter.q ?? ''}
        onValue={(q) => set({ q })}
      />
      <Choice
        label={words.list.state}
        any={words.list.anyState}
        options={words.states}
        value={filter.state}
        onValue={(state) => set({ state })}
      />
      <Choice
        label={words.list.role}
        any={words.list.anyRole}
        options={words.roles}
        value={filter.role}
        onValue={(role) => set({ role })}
      />
      <Choice
        label={words.list.locale}
        any={words.list.anyLocale}
        options={words.locales}
        value={filter.locale}
        onValue={(locale) => set({ locale })}
      />
      <Typed
        label={words.list.route}
        type="text"
        list={`${id}-routes`}
        value={filter.route ?? ''}
        onValue={(route) => set({ route })}
      />
      <datalist id={`${id}-routes`}>
        {routes.status === 'ready' &&
          routes.value.map(({ route, name }) => (
            <option key={route} value={route}>
              {name[words.language] ?? name.en}
            </option>
          ))}
      </datalist>
      <Choice
        label={words.list.problem}
        any={words.list.anyProblem}
        options={words.list.problems}
        value={filter.problem}
        onValue={(problem) => set({ problem })}
      />
      <Choice
        label={words.list.sort}
        options={words.list.sorts}
        value={filter.sort ?? 'updated'}
        onValue={(sort) => set({ sort })}
      />
    </search>
  );
}

/** A field whose value counts when one stops typing for a moment. */
function Typed(props: {
  label: string;
  type: 'search' | 'text';
  list?: string;
  value: string;
  onValue: (value: string) => void;
}) {
  const { value, onValue } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the timer
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onValue(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label className="wk-field">
      <span>{props.label}</span>
      <input
        type={props.type}
        list={props.list}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}

function Choice<Value extends string>(props: {
  label: string;
  any?: string;
  options: Readonly<Record<Value, string>>;
  value: Value | undefined;
  onValue: (value: Value | undefined) => void;
}) {
  return (
    <label className="wk-field">
      <span>{props.label}</span>
      <select
        value={props.value ?? ''}
        onChange={(event) => props.onValue((event.target.value as Value) || undefined)}
      >
        {props.any && <option value="">{props.any}</option>}
        {Object.entries<string>(props.options).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
