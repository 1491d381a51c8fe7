import { defineMdastPlugin, type MdxJsxFlowElement } from 'satteri';
import { diagramKey } from './key.ts';
import { readDrawing } from './store.ts';

/** The title in a fence's meta: ```` ```mermaid title="How …" ````. */
export function diagramTitle(meta: string | null | undefined): string {
  return /\btitle="([^"]*)"/.exec(meta ?? '')?.[1] ?? 'Diagram';
}

const element = (
  name: string,
  attributes: Record<string, string>,
  children: readonly object[] = [],
): MdxJsxFlowElement => ({
  type: 'mdxJsxFlowElement',
  name,
  attributes: Object.entries(attributes).map(([key, value]) => ({
    type: 'mdxJsxAttribute',
    name: key,
    value,
  })),
  // The type wants blocks; a figcaption holds plain text.
  children: children as MdxJsxFlowElement['children'],
});

const text = (value: string) => ({ type: 'text' as const, value });

/**
 * Puts the kept drawing in place of each Mermaid fence. Where there is none yet, the page shows
 * the source and the command that draws it, so that writing goes on; `check` stops such a page
 * before it is published. `root` is the repository root.
 */
export function diagrams(root: string) {
  return defineMdastPlugin({
    name: 'diagrams',
    code(node, context) {
      if (node.lang !== 'mermaid') return;
      const title = diagramTitle(node.meta);
      const drawing = readDrawing(root, diagramKey(node.value));
      const figure = drawing
        ? element('figure', { class: 'diagram-figure', tabindex: '0', 'aria-label': title }, [
            element('Fragment', { 'set:html': drawing }),
            element('figcaption', {}, [text(title)]),
          ])
        : element('figure', { class: 'diagram-figure', 'data-missing-diagram': '' }, [
            element('pre', {}, [text(node.value)]),
            element('figcaption', {}, [text('Not drawn yet. Run: npm run diagrams')]),
          ]);
      context.replaceNode(node, figure);
    },
  });
}
