import type { Editor } from '@tiptap/core';
import { useEffect, useId, useState } from 'react';
import { readHref, readLink } from '../../../src/html/addresses.ts';
import { parseHtml } from '../../../src/html/parse-html.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { type Option, Picker } from '../parts/picker.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';

type Kind = 'article' | 'portal' | 'web';
/** A place on a page that a link can lead to. */
interface Place {
  id: string;
  text: string;
}

const TYPING_MS = 200;
const MOST_SHOWN = 20;

/** Sets a link on the selected text, or changes the one that the cursor is in. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const { words } = useWiki();
  const before = editor.isActive('link') ? String(editor.getAttributes('link').href) : '';
  const link = before ? readLink(before) : undefined;
  const [kind, setKind] = useState<Kind>(link?.kind ?? (before ? 'web' : 'article'));
  const [page, setPage] = useState<{ target: string; title: string } | undefined>(
    link && link.kind !== 'web' ? { target: link.target, title: '' } : undefined,
  );
  const [anchor, setAnchor] = useState(link?.anchor ?? '');
  const [web, setWeb] = useState(kind === 'web' ? before : '');
  const [isBad, setBad] = useState(false);
  const id = useId();

  const set = () => {
    const scheme = kind === 'article' ? 'wiki' : 'portal';
    const address =
      kind === 'web' ? web : page && `${scheme}:${page.target}${anchor ? `#${anchor}` : ''}`;
    const href = address ? readHref(address) : undefined;
    setBad(!href);
    if (!href) return;
    onClose();
    setLink(editor, href, kind === 'web' ? href : (page?.title ?? ''));
  };

  return (
    <FormDialog
      title={words.linkDialog.title}
      action={words.linkDialog.insert}
      onSubmit={set}
      onClose={onClose}
    >
      <fieldset className="wk-choices">
        <legend>{words.linkDialog.kind}</legend>
        {(['article', 'portal', 'web'] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={id}
              checked={kind === one}
              onChange={() => {
                setKind(one);
                setPage(undefined);
                setAnchor('');
              }}
            />
            {words.linkDialog.kinds[one]}
          </label>
        ))}
      </fieldset>
      {kind === 'web' ? (
        <label className="wk-field">
          <span>{words.linkDialog.webAddress}</span>
          <input
            data-focus
            type="text"
            inputMode="url"
            value={web}
            placeholder={words.linkDialog.webHint}
            aria-invalid={isBad}
            onChange={(event) => setWeb(event.target.value)}
          />
        </label>
      ) : (
        <PagePicker
          key={kind}
          kind={kind}
          page={page?.target}
          anchor={anchor}
          onPage={(target, title) => {
            setPage({ target, title });
            setAnchor('');
          }}
          onAnchor={setAnchor}
        />
      )}
      {page?.title && (
        <p role="status">
          {words.linkDialog.chosen(page.title)}
          {editor.state.selection.empty && !before && ` ${words.linkDialog.noText}`}
        </p>
      )}
      {isBad && (
        <p role="alert" className="wk-hint" data-bad>
          {kind === 'web' ? words.linkDialog.webInvalid : words.linkDialog.noMatch}
        </p>
      )}
    </FormDialog>
  );
}

/** Puts a link on the selection, on the link around the cursor, or on a text that is inserted. */
function setLink(editor: Editor, href: string, text: string): void {
  const chain = editor.chain().focus();
  if (editor.isActive('link')) chain.extendMarkRange('link').setMark('link', { href }).run();
  else if (!editor.state.selection.empty) chain.setMark('link', { href }).run();
  else {
    const marks = [{ type: 'link', attrs: { href } }];
    chain
      .insertContent({ type: 'text', text: text || href, marks })
      .unsetMark('link')
      .run();
  }
}

/** Finds an article or a page of the portal, and perhaps a heading in it. */
function PagePicker(props: {
  kind: 'article' | 'portal';
  page: string | undefined;
  anchor: string;
  onPage: (target: string, title: string) => void;
  onAnchor: (anchor: string) => void;
}) {
  const { api, words } = useWiki();
  const { kind, page } = props;
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const [found] = useLoaded(asked, async (): Promise<Option[]> => {
    if (kind === 'article') {
      const { articles } = await api.list({ q: asked, sort: 'updated', limit: MOST_SHOWN });
      return articles.map(({ id, title, locale, state }) => ({
        id,
        label: title,
        note: `${words.locales[locale]}, ${words.states[state].toLowerCase()}`,
      }));
    }
    const pages = await api.portalPages({ q: asked, limit: MOST_SHOWN });
    return pages.map(({ path, title }) => ({ id: path, label: title, note: path }));
  });
  const [places] = useLoaded(page, () => readPlaces(kind, page ?? ''));

  async function readPlaces(of: Kind, target: string): Promise<Place[]> {
    if (of === 'article') return headingsIn((await api.article(target)).html);
    const pages = await api.portalPages({ q: target, limit: MOST_SHOWN });
    return pages.find(({ path }) => path === target)?.headings ?? [];
  }

  const empty = () => {
    if (found.status === 'loading') return words.loading;
    if (found.status === 'failed') return words.failures[found.failure.kind];
    return kind === 'portal' && asked === '' ? words.linkDialog.noPortal : words.linkDialog.noMatch;
  };
  return (
    <>
      <Picker
        label={kind === 'article' ? words.linkDialog.searchArticle : words.linkDialog.searchPortal}
        text={text}
        onText={setText}
        options={found.status === 'ready' ? found.value : []}
        chosen={page}
        onChoose={({ id, label }) => props.onPage(id, label)}
        empty={empty()}
      />
      {places.status === 'ready' && page && places.value.length > 0 && (
        <label className="wk-field">
          <span>{words.linkDialog.place}</span>
          <select value={props.anchor} onChange={(event) => props.onAnchor(event.target.value)}>
            <option value="">{words.linkDialog.wholePage}</option>
            {places.value.map((place) => (
              <option key={place.id} value={place.id}>
                {place.text}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

function headingsIn(html: string): Place[] {
  return parseHtml(html).children.flatMap((block) => {
    if (block.type !== 'element' || !/^h[2-4]$/.test(block.tagName)) return [];
    const text = block.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
    return [{ id: String(block.properties.id), text }];
  });
}
