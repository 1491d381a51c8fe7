import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/** What is wrong in a text: links that lead nowhere, facts that say something else by now. */
export interface TextWarnings {
  /** Addresses as they stand in the text. */
  brokenLinks: ReadonlySet<string>;
  /** The values of facts as they are now. */
  factValues: ReadonlyMap<string, string>;
}

const KEY = new PluginKey<TextWarnings>('warnings');
const NOTHING: TextWarnings = { brokenLinks: new Set(), factValues: new Map() };

/** Shows in the text what is wrong with it, without being part of it. */
export const Warnings = Extension.create({
  name: 'warnings',
  addProseMirrorPlugins: () => [
    new Plugin<TextWarnings>({
      key: KEY,
      state: {
        init: () => NOTHING,
        apply: (transaction, before) => transaction.getMeta(KEY) ?? before,
      },
      props: {
        decorations(state) {
          const { brokenLinks, factValues } = KEY.getState(state) ?? NOTHING;
          const found: Decoration[] = [];
          state.doc.descendants((node, at) => {
            const href = node.marks.find((mark) => mark.type.name === 'link')?.attrs.href;
            const value = node.type.name === 'fact' && factValues.get(node.attrs.fact);
            if (brokenLinks.has(href)) {
              found.push(Decoration.inline(at, at + node.nodeSize, { class: 'wk-broken' }));
            }
            if (value && value !== node.attrs.value) {
              found.push(Decoration.node(at, at + node.nodeSize, { class: 'wk-outdated' }));
            }
          });
          return DecorationSet.create(state.doc, found);
        },
      },
    }),
  ],
  addCommands: () => ({
    warnOf:
      (warnings: TextWarnings) =>
      ({ tr }) => {
        tr.setMeta(KEY, warnings);
        return true;
      },
  }),
});

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    warnings: {
      /** Says what is wrong in the text. */
      warnOf: (warnings: TextWarnings) => ReturnType;
    };
  }
}
