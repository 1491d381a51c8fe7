import type { Content, Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorContent, useEditor } from '@tiptap/react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { readHref } from '../../../src/html/addresses.ts';
import type { ArticleProblems, Fact, Locale } from '../api/wiki-api.ts';
import { adoptAnchors, readDocument, writeDocument } from '../document/article-document.ts';
import { ARTICLE_EXTENSIONS } from '../document/article-extensions.ts';
import { Warnings } from '../document/warnings.ts';
import { Notice } from '../parts/notice.tsx';
import { useWiki } from '../wiki-context.ts';
import { ContextBar } from './context-bar.tsx';
import type { EditingSession } from './editing-session.ts';
import { FactDialog } from './fact-dialog.tsx';
import { ImageDialog } from './image-dialog.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { Toolbar } from './toolbar.tsx';

/** The dialogs that put something into the text. */
export type Insertion = 'link' | 'image' | 'fact';

/** The text of an article, with its toolbar. It shows the text that the session has when it appears. */
export function TextEditor(props: {
  session: EditingSession;
  locale: Locale;
  facts: readonly Fact[];
  problems: ArticleProblems | undefined;
  onEditor: (editor: Editor | null) => void;
}) {
  const { session, locale, facts, problems, onEditor } = props;
  const { words, tidy } = useWiki();
  const [insertion, setInsertion] = useState<Insertion>();
  const hintId = useId();
  const toolbar = useRef<HTMLDivElement>(null);
  const leaving = useTabThrough();

  // What cannot be tidied cannot be shown either; the session still has it.
  const html = useMemo(() => {
    try {
      return tidy(session.state().fields.html);
    } catch {
      return undefined;
    }
  }, [session, tidy]);

  const editor = useEditor({
    extensions: [...ARTICLE_EXTENSIONS, Warnings],
    // The content security policy allows no injected styles; ours are in a file.
    injectCSS: false,
    immediatelyRender: false,
    shouldRerenderOnTransaction: false,
    onBeforeCreate: ({ editor: created }) => {
      // Tiptap takes a document too, although its type does not say so. It must be this very one, for
      // it remembers how it was written.
      created.options.content = withLastLine(
        readDocument(html ?? '', created.schema),
      ) as unknown as Content;
    },
    onUpdate: () => session.documentChanged(),
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': words.edit.text,
        'aria-describedby': hintId,
        class: 'wk-prose',
        lang: locale,
        spellcheck: 'true',
      },
      transformPastedHTML: (pasted) => {
        try {
          return tidy(pasted);
        } catch {
          return '';
        }
      },
      handlePaste: (view, event) => {
        const href = readHref(event.clipboardData?.getData('text/plain') ?? '');
        const link = view.state.schema.marks.link;
        if (!href || !link || view.state.selection.empty) return false;
        const { from, to } = view.state.selection;
        view.dispatch(view.state.tr.addMark(from, to, link.create({ href })));
        return true;
      },
      handleDOMEvents: {
        // Tab goes to the next cell and indents lists. After Escape it leaves the text instead.
        keydown: (_view, { key }) => leaving.onKey(key),
        focus: () => leaving.onFocus(),
      },
      handleKeyDown: (_view, event) => {
        const isToToolbar = event.altKey && event.key === 'F10';
        const isToLink = (event.ctrlKey || event.metaKey) && event.key === 'k';
        if (isToToolbar) toolbar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
        if (isToLink) setInsertion('link');
        return isToToolbar || isToLink;
      },
    },
  });

  useEffect(() => {
    if (!editor || html === undefined) return undefined;
    const disconnect = session.connect({
      readHtml: () => writeDocument(editor.state.doc),
      takeAnchors: (stored) => adoptAnchors(editor.view, stored),
    });
    onEditor(editor);
    return () => {
      disconnect();
      onEditor(null);
    };
  }, [editor, session, html, onEditor]);

  useEffect(() => {
    editor?.view.dom.setAttribute('lang', locale);
  }, [editor, locale]);

  useEffect(() => {
    const brokenLinks = new Set(problems?.brokenLinks.map(addressOf));
    const factValues = new Map(facts.map(({ id, value }) => [id, value]));
    editor?.commands.warnOf({ brokenLinks, factValues });
  }, [editor, problems, facts]);

  if (html === undefined) return <Notice kind="alert">{words.failures['too-large']}</Notice>;
  return (
    <div className="wk-text">
      {editor && (
        <div className="wk-tools">
          <Toolbar ref={toolbar} editor={editor} onInsert={setInsertion} />
        </div>
      )}
      <EditorContent editor={editor} />
      {/* Below the text, which would jump under one's hand if this came and went above it. */}
      {editor && <ContextBar editor={editor} facts={facts} onInsert={setInsertion} />}
      <p id={hintId} className="wk-hint">
        {words.edit.textHint}
      </p>
      {editor && insertion === 'link' && (
        <LinkDialog editor={editor} onClose={() => setInsertion(undefined)} />
      )}
      {editor && insertion === 'image' && (
        <ImageDialog editor={editor} onClose={() => setInsertion(undefined)} />
      )}
      {editor && insertion === 'fact' && (
        <FactDialog
          editor={editor}
          facts={facts}
          locale={locale}
          onClose={() => setInsertion(undefined)}
        />
      )}
    </div>
  );
}

/**
 * Whether Tab leaves the text instead of changing it: after Escape, and for somebody who came into it
 * with Tab and has done nothing in it yet.
 */
function useTabThrough() {
  const isLeaving = useRef(false);
  const isTabbing = useRef(false);
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key !== 'Shift') isTabbing.current = key === 'Tab';
    };
    const onPointerDown = () => {
      isTabbing.current = false;
      isLeaving.current = false;
    };
    document.addEventListener('keydown', onKeyDown, true);
    document.addEventListener('pointerdown', onPointerDown, true);
    return () => {
      document.removeEventListener('keydown', onKeyDown, true);
      document.removeEventListener('pointerdown', onPointerDown, true);
    };
  }, []);
  return useMemo(
    () => ({
      onFocus() {
        isLeaving.current = isTabbing.current;
        return false;
      },
      /** Gives whether the browser is to handle the key, and not the editor. */
      onKey(key: string) {
        if (key === 'Tab') return isLeaving.current;
        if (key !== 'Shift') isLeaving.current = key === 'Escape';
        return false;
      },
    }),
    [],
  );
}

/** A document ends with a line to write on, also after a table. It is not stored while it is empty. */
function withLastLine(document: Node): Node {
  if (document.lastChild?.type.name === 'paragraph') return document;
  const line = document.type.schema.node('paragraph');
  return document.copy(document.content.addToEnd(line));
}

/** The address in the text of a link that the service found broken. */
export function addressOf(link: ArticleProblems['brokenLinks'][number]): string {
  const scheme = link.kind === 'article' ? 'wiki' : 'portal';
  return `${scheme}:${link.target}${link.anchor ? `#${link.anchor}` : ''}`;
}
