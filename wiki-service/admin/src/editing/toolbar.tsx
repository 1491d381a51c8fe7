import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useWiki } from '../wiki-context.ts';
import type { Words } from '../words/words.ts';
import type { Insertion } from './text-editor.tsx';

/** A button of the toolbar. */
interface Tool {
  name: string;
  label: (words: Words['toolbar']) => string;
  /** What is drawn; a letter or two where a drawing would say less. */
  face: { icon: IconName } | { letters: string };
  keys?: string;
  run: (editor: Editor) => void;
  isOn?: (editor: Editor) => boolean;
  isPossible?: (editor: Editor) => boolean;
  /** Groups are told apart by a line. */
  group: 'block' | 'mark' | 'list' | 'insert' | 'history';
}

const heading = (level: 2 | 3 | 4): Tool => ({
  name: `heading${level}`,
  // Whoever speaks to the computer says what they see.
  label: (words) => `H${level}: ${words.heading(level)}`,
  face: { letters: `H${level}` },
  keys: `Control+Alt+${level}`,
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
  isOn: (editor) => editor.isActive('heading', { level }),
  group: 'block',
});

const mark = (name: 'bold' | 'italic' | 'strike' | 'code', keys: string): Tool => ({
  name,
  label: (words) => words[name],
  face: { icon: name },
  keys,
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
  isOn: (editor) => editor.isActive(name),
  isPossible: (editor) => editor.can().toggleMark(name),
  group: 'mark',
});

const insertion = (name: Insertion): Tool => ({
  name,
  label: (words) => words[name],
  face: { icon: name },
  run: () => undefined,
  group: 'insert',
});

const TOOLS: readonly Tool[] = [
  {
    name: 'paragraph',
    label: (words) => words.paragraph,
    face: { letters: 'T' },
    keys: 'Control+Alt+0',
    run: (editor) => editor.chain().focus().setParagraph().run(),
    isOn: (editor) => editor.isActive('paragraph'),
    group: 'block',
  },
  heading(2),
  heading(3),
  heading(4),
  mark('bold', 'Control+B'),
  mark('italic', 'Control+I'),
  mark('strike', 'Control+Shift+S'),
  mark('code', 'Control+E'),
  {
    ...insertion('link'),
    keys: 'Control+K',
    isOn: (editor) => editor.isActive('link'),
    group: 'mark',
  },
  {
    name: 'bulletList',
    label: (words) => words.bulletList,
    face: { icon: 'bulletList' },
    keys: 'Control+Shift+8',
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
    isOn: (editor) => editor.isActive('bulletList'),
    group: 'list',
  },
  {
    name: 'orderedList',
    label: (words) => words.orderedList,
    face: { icon: 'orderedList' },
    keys: 'Control+Shift+7',
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    isOn: (editor) => editor.isActive('orderedList'),
    group: 'list',
  },
  {
    name: 'blockquote',
    label: (words) => words.blockquote,
    face: { icon: 'blockquote' },
    keys: 'Control+Shift+B',
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
    isOn: (editor) => editor.isActive('blockquote'),
    group: 'list',
  },
  {
    name: 'callout',
    label: (words) => words.callout,
    face: { icon: 'callout' },
    run: (editor) => editor.chain().focus().toggleCallout().run(),
    isOn: (editor) => editor.isActive('callout'),
    group: 'list',
  },
  {
    name: 'codeBlock',
    label: (words) => words.codeBlock,
    face: { icon: 'codeBlock' },
    keys: 'Control+Alt+C',
    run: (editor) => editor.chain().focus().toggleCodeBlock().run(),
    isOn: (editor) => editor.isActive('codeBlock'),
    group: 'list',
  },
  {
    name: 'table',
    label: (words) => words.table,
    face: { icon: 'table' },
    run: (editor) => editor.chain().focus().insertArticleTable().run(),
    isPossible: (editor) => !editor.isActive('table'),
    group: 'insert',
  },
  insertion('image'),
  insertion('fact'),
  {
    name: 'rule',
    label: (words) => words.rule,
    face: { icon: 'rule' },
    run: (editor) => editor.chain().focus().setHorizontalRule().run(),
    group: 'insert',
  },
  {
    name: 'undo',
    label: (words) => words.undo,
    face: { icon: 'undo' },
    keys: 'Control+Z',
    run: (editor) => editor.chain().focus().undo().run(),
    isPossible: (editor) => editor.can().undo(),
    group: 'history',
  },
  {
    name: 'redo',
    label: (words) => words.redo,
    face: { icon: 'redo' },
    keys: 'Control+Shift+Z',
    run: (editor) => editor.chain().focus().redo().run(),
    isPossible: (editor) => editor.can().redo(),
    group: 'history',
  },
];

const INSERTIONS: readonly string[] = ['link', 'image', 'fact'] satisfies Insertion[];

/**
 * What one can make of the text. One stop for the Tab key, and arrows between the buttons
 * (https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/).
 */
export function Toolbar(props: {
  editor: Editor;
  onInsert: (insertion: Insertion) => void;
  ref: Ref<HTMLDivElement>;
}) {
  const { editor } = props;
  const { words } = useWiki();
  const [place, setPlace] = useState(0);
  const states = useEditorState({
    editor,
    selector: ({ editor: current }) =>
      TOOLS.map((tool) => ({
        isOn: tool.isOn?.(current),
        isPossible: tool.isPossible?.(current) ?? true,
      })),
  });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') editor.view.focus();
    const last = TOOLS.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: place === last ? 0 : place + 1,
      ArrowLeft: place === 0 ? last : place - 1,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setPlace(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };

  return (
    <div
      ref={props.ref}
      role="toolbar"
      aria-label={words.toolbar.label}
      className="wk-toolbar"
      onKeyDown={onKeyDown}
    >
      {TOOLS.map((tool, index) => {
        const { isOn, isPossible } = states[index] ?? { isPossible: true };
        const label = tool.label(words.toolbar);
        const isFirstOfGroup = tool.group !== TOOLS[index - 1]?.group;
        return (
          <button
            key={tool.name}
            type="button"
            className="wk-tool"
            data-starts={isFirstOfGroup || undefined}
            tabIndex={index === place ? 0 : -1}
            aria-label={label}
            title={tool.keys ? `${label} (${tool.keys.replace('Control', 'Ctrl')})` : label}
            aria-keyshortcuts={tool.keys}
            aria-pressed={isOn}
            aria-disabled={!isPossible}
            onFocus={() => setPlace(index)}
            // The selection in the text stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              if (!isPossible) return;
              if (INSERTIONS.includes(tool.name)) props.onInsert(tool.name as Insertion);
              else {
                // At once, and not with the next frame, as commands do: somebody may be typing on.
                editor.view.focus();
                tool.run(editor);
              }
            }}
          >
            {'icon' in tool.face ? (
              <Icon name={tool.face.icon} />
            ) : (
              <span aria-hidden="true">{tool.face.letters}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}
