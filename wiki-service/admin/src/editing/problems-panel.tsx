import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import type { ReactNode } from 'react';
import type { ArticleProblems, Fact } from '../api/wiki-api.ts';
import { Icon } from '../parts/icon.tsx';
import type { Loaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';
import { writeDate, writeDay } from '../words/dates.ts';
import { addressOf } from './text-editor.tsx';

/** What somebody should look at in an article. */
export interface Problems {
  links: ArticleProblems['brokenLinks'];
  drift: ArticleProblems['drift'];
  outdated: readonly { fact: Fact; at: number }[];
  /** Whether it is known how the saved article stands. */
  isKnown: boolean;
  count: number;
}

/** Links that lead nowhere, drift from the portal, and facts that have another value by now. */
export function useProblems(
  /** Nothing for an article that was never saved. */
  problems: Loaded<ArticleProblems> | undefined,
  editor: Editor | null,
  facts: readonly Fact[],
): Problems {
  const outdated = useOutdatedFacts(editor, facts);
  const known = problems?.status === 'ready' ? problems.value : undefined;
  const { brokenLinks: links = [], drift = [] } = known ?? {};
  const count = links.length + drift.length + outdated.length;
  return { links, drift, outdated, isKnown: known !== undefined, count };
}

/** Shows what there is to look at, or that there is nothing. */
export function ProblemsPanel(props: { problems: Problems; editor: Editor | null }) {
  const { problems, editor } = props;
  const { words } = useWiki();
  const { links, drift, outdated, count } = problems;
  if (!problems.isKnown && count === 0) return null;
  return (
    <section className="wk-panel" aria-labelledby="wk-problems-title">
      <h2 id="wk-problems-title">{words.problems.title}</h2>
      {count === 0 && <p>{words.problems.none}</p>}
      <ul className="wk-problems">
        {outdated.map(({ fact, at }) => (
          <Problem
            key={`${fact.id} ${at}`}
            action={
              <button
                type="button"
                className="wk-button"
                onClick={() => editor && updateFact(editor, fact, at)}
              >
                {words.problems.updateFact}
              </button>
            }
          >
            {words.problems.factChanged(
              fact.about[words.language] ?? fact.about.en,
              fact.text[words.language] ?? fact.text.en,
            )}
          </Problem>
        ))}
        {links.map((link) => (
          <Problem
            key={addressOf(link)}
            action={
              <button
                type="button"
                className="wk-button"
                onClick={() => editor && showLink(editor, addressOf(link))}
              >
                {words.problems.show}
              </button>
            }
          >
            {link.kind === 'portal' && words.problems.brokenPortal(link.target)}
            {link.kind === 'article' &&
              (link.reason === 'draft' ? words.problems.brokenDraft : words.problems.brokenArticle)}
          </Problem>
        ))}
        {drift.map((one) => (
          <Problem
            key={`${one.articleSection} ${one.portalPath} ${one.portalSection} ${one.state}`}
          >
            {(words.problems.drift[one.state] ?? words.problems.driftElse)(
              one.portalTitle ?? one.portalPath,
              {
                portal: one.portalChangedOn && writeDay(one.portalChangedOn, words.language),
                article: one.articleChangedOn && writeDay(one.articleChangedOn, words.language),
                seen: writeDate(one.checkedAt, words.language),
              },
            )}
            {one.detail && <small>{one.detail}</small>}
          </Problem>
        ))}
      </ul>
      {links.length > 0 && <p className="wk-hint">{words.problems.afterSave}</p>}
    </section>
  );
}

function Problem({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <li>
      <Icon name="warn" />
      <div>{children}</div>
      {action}
    </li>
  );
}

/** The facts in the text that have another value by now, and where they stand. */
function useOutdatedFacts(
  editor: Editor | null,
  facts: readonly Fact[],
): readonly { fact: Fact; at: number }[] {
  const found = useEditorState({
    editor,
    selector: ({ editor: current }) => {
      const outdated: { fact: Fact; at: number }[] = [];
      current?.state.doc.descendants((node, at) => {
        if (node.type.name !== 'fact') return;
        const fact = facts.find(({ id }) => id === node.attrs.fact);
        if (fact && fact.value !== node.attrs.value) outdated.push({ fact, at });
      });
      return outdated;
    },
  });
  return found ?? [];
}

function updateFact(editor: Editor, fact: Fact, at: number): void {
  const language = editor.view.dom.lang === 'nl' ? 'nl' : 'en';
  const text = fact.text[language] ?? fact.text.en;
  editor
    .chain()
    .focus()
    .setNodeSelection(at)
    .updateAttributes('fact', { value: fact.value, text })
    .run();
}

/** Selects a link in the text and brings it into view. */
function showLink(editor: Editor, href: string): void {
  let range: { from: number; to: number } | undefined;
  editor.state.doc.descendants((node, at) => {
    const isIt = node.marks.some((mark) => mark.type.name === 'link' && mark.attrs.href === href);
    if (isIt) range ??= { from: at, to: at + node.nodeSize };
  });
  if (range) editor.chain().focus().setTextSelection(range).scrollIntoView().run();
}
