import { type Check, collectionPages } from './context.ts';

/** Rules over diagrams: Mermaid can read them, and the drawing that is kept is of this source. */
export const checkDiagrams: Check = function* (content, { diagrams }) {
  for (const page of collectionPages(content)) {
    for (const { source, place } of page.diagrams) {
      const state = diagrams.get(source);
      if (state?.syntaxError) {
        yield {
          rule: 'diagram/syntax',
          file: page.file,
          // The source starts on the line after the fence.
          place: { line: place.line + state.syntaxError.line, column: place.column },
          message: `Mermaid cannot read this diagram: ${state.syntaxError.message}`,
          help: 'Correct the line, or try the diagram at https://mermaid.live until it shows.',
        };
      } else if (!state?.drawn) {
        yield {
          rule: 'diagram/stale',
          file: page.file,
          place,
          message: 'This diagram is new or was changed, and is not drawn yet',
          help: 'Run "npm run diagrams" and commit what it writes. In a pull request from the browser, ask an engineer to.',
        };
      }
    }
  }
};
