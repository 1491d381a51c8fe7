import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { type ReactNode, useId } from 'react';
import { readLink } from '../../../src/html/addresses.ts';
import { CALLOUTS } from '../../../src/html/allow-list.ts';
import type { Fact } from '../api/wiki-api.ts';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';
import type { Insertion } from './text-editor.tsx';

/** What the cursor is in, and what can be done about it. */
export function ContextBar(props: {
  editor: Editor;
  facts: readonly Fact[];
  onInsert: (insertion: Insertion) => void;
}) {
  const { editor, facts, onInsert } = props;
  const { words } = useWiki();
  const at = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      href: current.isActive('link') ? String(current.getAttributes('link').href) : undefined,
      image: current.isActive('image') ? String(current.getAttributes('image').src) : undefined,
      fact: current.isActive('fact') ? String(current.getAttributes('fact').fact) : undefined,
      callout: current.isActive('callout')
        ? String(current.getAttributes('callout').kind)
        : undefined,
      language: current.isActive('codeBlock')
        ? String(current.getAttributes('codeBlock').language ?? '')
        : undefined,
      isInTable: current.isActive('table'),
    }),
  });
  const about = facts.find(({ id }) => id === at.fact)?.about;
  return (
    <div className="wk-context">
      {at.href !== undefined && (
        <Group name={words.context.link}>
          <LinkTargetName href={at.href} />
          <Action label={words.context.edit} run={() => onInsert('link')} />
          <Action
            label={words.context.unlink}
            run={() => editor.chain().focus().extendMarkRange('link').unsetMark('link').run()}
          />
        </Group>
      )}
      {at.image !== undefined && (
        <Group name={words.context.image}>
          <span className="wk-target">{at.image}</span>
          <Action label={words.context.editImage} run={() => onInsert('image')} />
        </Group>
      )}
      {at.fact !== undefined && (
        <Group name={words.context.fact}>
          <span className="wk-target">{about?.[words.language] ?? about?.en ?? at.fact}</span>
          <Action label={words.context.edit} run={() => onInsert('fact')} />
        </Group>
      )}
      {at.callout !== undefined && (
        <Group name={words.context.callout}>
          <CalloutKind editor={editor} kind={at.callout} />
          <Action
            label={words.context.removeCallout}
            run={() => editor.chain().focus().toggleCallout().run()}
          />
        </Group>
      )}
      {at.language !== undefined && (
        <Group name={words.context.code}>
          <CodeLanguage editor={editor} language={at.language} />
        </Group>
      )}
      {at.isInTable && <TableActions editor={editor} />}
    </div>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form
    <div role="group" aria-label={name} className="wk-context-group">
      <strong aria-hidden="true">{name}</strong>
      {children}
    </div>
  );
}

function Action({ label, run }: { label: string; run: () => void }) {
  return (
    <button
      type="button"
      className="wk-button wk-quiet"
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
    >
      {label}
    </button>
  );
}

/** Where a link leads, in words where it leads to an article. */
function LinkTargetName({ href }: { href: string }) {
  const { findTarget, words } = useWiki();
  const link = readLink(href);
  const id = link?.kind === 'article' ? link.target : undefined;
  const [target] = useLoaded(id, () => findTarget(id ?? ''));
  const name = () => {
    if (!id || target.status !== 'ready') return href;
    return target.value === 'missing' ? words.problems.brokenArticle : target.value.title;
  };
  return <span className="wk-target">{name()}</span>;
}

function CalloutKind({ editor, kind }: { editor: Editor; kind: string }) {
  const { words } = useWiki();
  return (
    <select
      aria-label={words.context.callout}
      value={kind}
      onChange={(event) =>
        editor.commands.updateAttributes('callout', { kind: event.target.value })
      }
    >
      {CALLOUTS.map((one) => (
        <option key={one} value={one}>
          {words.context.kinds[one]}
        </option>
      ))}
    </select>
  );
}

function CodeLanguage({ editor, language }: { editor: Editor; language: string }) {
  const { words } = useWiki();
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{words.context.language}</label>
      <input
        id={id}
        type="text"
        value={language}
        maxLength={40}
        size={10}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          const name = event.target.value.toLowerCase().replace(/[^a-z0-9+#.-]/g, '');
          editor.commands.updateAttributes('codeBlock', { language: name || null });
        }}
      />
    </>
  );
}

function TableActions({ editor }: { editor: Editor }) {
  const { words } = useWiki();
  const run =
    (command: (chain: ReturnType<Editor['chain']>) => ReturnType<Editor['chain']>) => () =>
      command(editor.chain().focus()).run();
  return (
    <Group name={words.context.table}>
      <Action label={words.context.rowAbove} run={run((chain) => chain.addRowBefore())} />
      <Action label={words.context.rowBelow} run={run((chain) => chain.addRowAfter())} />
      <Action label={words.context.columnBefore} run={run((chain) => chain.addColumnBefore())} />
      <Action label={words.context.columnAfter} run={run((chain) => chain.addColumnAfter())} />
      <Action label={words.context.headerRow} run={run((chain) => chain.toggleTableHead())} />
      <Action label={words.context.deleteRow} run={run((chain) => chain.deleteRow())} />
      <Action label={words.context.deleteColumn} run={run((chain) => chain.deleteColumn())} />
      <Action label={words.context.deleteTable} run={run((chain) => chain.deleteTable())} />
    </Group>
  );
}
