import { type Token, type TokenHandler, Tokenizer, TokenizerMode } from 'parse5';
import type { Place } from './records.ts';

/** A part of a piece of raw HTML. */
export type HtmlPart =
  | { kind: 'open'; name: string; attributes: Record<string, string>; place: Place }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string };

/** Elements whose inside is no markup. */
const RAW_INSIDE: Record<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]> = {
  script: TokenizerMode.SCRIPT_DATA,
  style: TokenizerMode.RAWTEXT,
  iframe: TokenizerMode.RAWTEXT,
  textarea: TokenizerMode.RCDATA,
  title: TokenizerMode.RCDATA,
};

/**
 * Takes a piece of HTML apart as a browser would, tags without a partner included.
 * @param sourceLines The lines of the file, to find the columns of lines that a quote or list indents.
 */
export function htmlParts(html: string, start: Place, sourceLines: readonly string[]): HtmlPart[] {
  const parts: HtmlPart[] = [];
  const htmlLines = html.split('\n');
  const place = (location: Token.Location | null): Place => {
    if (!location || location.startLine === 1) {
      return { line: start.line, column: start.column + (location?.startCol ?? 1) - 1 };
    }
    const line = start.line + location.startLine - 1;
    const indent =
      (sourceLines[line - 1]?.length ?? 0) - (htmlLines[location.startLine - 1]?.length ?? 0);
    return { line, column: location.startCol + Math.max(indent, 0) };
  };
  const text = ({ chars }: Token.CharacterToken) => {
    parts.push({ kind: 'text', text: chars });
  };
  const ignore = () => {};
  const handler: TokenHandler = {
    onStartTag(token) {
      const attributes = Object.fromEntries(token.attrs.map(({ name, value }) => [name, value]));
      parts.push({ kind: 'open', name: token.tagName, attributes, place: place(token.location) });
      const inside = RAW_INSIDE[token.tagName];
      if (inside !== undefined) tokenizer.state = inside;
    },
    onEndTag(token) {
      parts.push({ kind: 'close', name: token.tagName });
    },
    onCharacter: text,
    onWhitespaceCharacter: text,
    onNullCharacter: ignore,
    onComment: ignore,
    onDoctype: ignore,
    onEof: ignore,
    onParseError: null,
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, handler);
  tokenizer.write(html, true);
  return parts;
}
