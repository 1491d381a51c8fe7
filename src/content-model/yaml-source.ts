import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Place, Problem } from './records.ts';

/** A YAML text as plain values, and where each of them stands. */
export interface YamlSource {
  /** Absent when the text is not YAML that we read. */
  value?: unknown;
  /** Where each key or list item stands, by dotted path: `impact.users`, `amends.0.adr`. */
  places: Record<string, Place>;
  /** Every text among the values, with the place where it starts. */
  texts: { text: string; place: Place }[];
  problems: Problem[];
}

/**
 * Reads YAML of the core schema: dates stay text. No tags, anchors or aliases, so that a few lines
 * cannot stand for a million.
 * @param firstLine The line of the file on which the text starts.
 * @param options.lenient Whether tags, anchors and aliases are only not read, and no problem.
 */
export function readYaml(
  text: string,
  firstLine: number,
  { lenient = false }: { lenient?: boolean } = {},
): YamlSource {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    lineCounter: counter,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) };
  };
  const errors = lenient ? document.errors : [...document.errors, ...document.warnings];
  const found = reuses(document, placeAt);
  const problems = [
    ...firstAndDuplicates(errors).map((error) => explain(error, text, placeAt)),
    ...(lenient ? found.filter(({ isBroken }) => isBroken) : found)
      .slice(0, 1)
      .map(({ problem }) => problem),
  ];
  const { places, texts } = collect(document, placeAt);
  if (problems.length > 0 || found.length > 0) return { places, texts, problems };
  return { value: document.toJS(), places, texts, problems };
}

/** Most errors only follow from the first; keys that stand twice are each an error of their own. */
function firstAndDuplicates(errors: readonly YAMLError[]): YAMLError[] {
  const first = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return errors.filter((error) => error === first || error.code === 'DUPLICATE_KEY');
}

/** What a YAML error means to the person who wrote it. */
const EXPLANATIONS: Partial<
  Record<YAMLError['code'] | 'NEXT_LINE', { message: (line: string) => string; help: string }>
> = {
  DUPLICATE_KEY: {
    message: (line) => `\`${keyOf(line)}\` stands here a second time`,
    help: 'Keep one of the two.',
  },
  TAB_AS_INDENT: {
    message: () => 'This line is indented with a tab',
    help: 'Indent with spaces, two for each level.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: (line) => `\`${keyOf(line)}\` has a second colon in its value`,
    help: 'Put the value in double quotes: title: "CRM: what it is for".',
  },
  NEXT_LINE: {
    message: (line) => `The line after \`${keyOf(line)}\` is indented as if it belonged to it`,
    help: 'Give all keys of one group the same number of spaces in front.',
  },
  BAD_SCALAR_START: {
    message: (line) =>
      `The value of \`${keyOf(line)}\` starts with a sign that YAML keeps for itself`,
    help: 'Put the value in double quotes.',
  },
  BAD_INDENT: {
    message: () => 'This line is not indented like the lines it belongs to',
    help: 'Give all keys of one group the same number of spaces in front.',
  },
  MISSING_CHAR: {
    message: (line) => `Something is missing in \`${line.trim()}\``,
    help: 'Each key is followed by a colon and a space; each quote and bracket that is opened is closed.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: (line) => `\`${line.trim()}\` is no \`key: value\` line`,
    help: 'Put a colon and a space after the key. Put a value that runs over several lines in double quotes.',
  },
  TAG_RESOLVE_FAILED: {
    message: (line) => `\`${line.trim()}\` has a tag (\`!\`), and tags are not read`,
    help: 'Write the value as plain text, in double quotes if it starts with an exclamation mark.',
  },
  UNEXPECTED_TOKEN: {
    message: (line) => `\`${line.trim()}\` cannot be read`,
    help: 'Put the value in double quotes. A quote inside it is written \\".',
  },
};

function explain(error: YAMLError, text: string, placeAt: (offset: number) => Place): Problem {
  const rule = 'content/schema';
  if (OUT_OF_STACK.test(error.message)) {
    // How far the parser came differs from run to run; the line does not.
    const lineStart = text.lastIndexOf('\n', Math.max(error.pos[0] - 1, 0)) + 1;
    return {
      rule,
      message: 'Lists or groups are nested here thousands of levels deep',
      help: 'Write a list as lines that start with "- ", and text with brackets in double quotes.',
      place: placeAt(lineStart),
    };
  }
  const unclosed = UNCLOSED.test(error.message) ? findUnclosed(text) : undefined;
  if (unclosed) {
    return {
      rule,
      message: `\`${unclosed.sign}\` is opened here and never closed`,
      help: 'Close it at the end of the value. If it belongs to the text, put the whole value in double quotes.',
      place: placeAt(unclosed.offset),
    };
  }
  const line = lineAround(text, error.pos[0]);
  const place = placeAt(error.pos[0]);
  const code =
    error.code === 'BLOCK_AS_IMPLICIT_KEY' && !/:\s.*:\s/.test(line) ? 'NEXT_LINE' : error.code;
  const known = EXPLANATIONS[code];
  return {
    rule,
    message: known?.message(line) ?? `This is not valid YAML: ${error.message}`,
    help:
      known?.help ??
      'Write `key: value` lines. A value with a colon, a hash sign or a quote in it goes in double quotes.',
    place,
  };
}

/** What the parser passes on when brackets in brackets use up its stack. */
const OUT_OF_STACK = /^Maximum call stack/;

/** How the parser says that a quote or bracket is still open; it says so where it noticed. */
const UNCLOSED =
  /^(?:Missing closing|Flow (?:map|sequence) in block|Flow (?:map|sequence).*end with)/i;

const CLOSERS: Readonly<Record<string, string>> = { '"': '"', "'": "'", '[': ']', '{': '}' };

/** The first value that opens a quote or bracket which its line does not close. */
function findUnclosed(text: string): { sign: string; offset: number } | undefined {
  for (const match of text.matchAll(/(?<=^|[:-]\s+)["'[{](.*)$/gm)) {
    const sign = match[0].charAt(0);
    if (!match[1]?.includes(CLOSERS[sign] ?? sign)) return { sign, offset: match.index };
  }
  return undefined;
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(offset - 1, 0)) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? undefined : end).slice(0, 120);
}

const keyOf = (line: string) => line.split(':')[0]?.replace(/^[\s-]+/, '') ?? line;

/** Where YAML names a value for reuse or repeats one, and whether there is nothing to repeat. */
function reuses(
  document: Document,
  placeAt: (offset: number) => Place,
): { isBroken: boolean; problem: Problem }[] {
  const found: { isBroken: boolean; problem: Problem }[] = [];
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node) && !node.anchor) return;
      const isBroken = isAlias(node) && node.resolve(document) === undefined;
      const problem: Problem = {
        rule: 'content/schema',
        message: isAlias(node)
          ? `\`*${node.source}\` repeats another value, and such references are not read`
          : `\`&${node.anchor}\` names a value for reuse, and such names are not read`,
        help: 'Write the value out in each place. Text that starts with * or & goes in double quotes.',
        place: placeAt(node.range?.[0] ?? 0),
      };
      found.push({ isBroken, problem });
    },
  });
  return found;
}

function collect(
  document: Document,
  placeAt: (offset: number) => Place,
): Pick<YamlSource, 'places' | 'texts'> {
  const places: Record<string, Place> = Object.create(null);
  const texts: YamlSource['texts'] = [];
  const enter = (node: unknown, path: string) => {
    const inside = (key: string) => (path === '' ? key : `${path}.${key}`);
    if (isMap(node)) {
      for (const pair of node.items) {
        if (!isPair(pair) || !isScalar(pair.key)) continue;
        const name = inside(String(pair.key.value));
        places[name] ??= placeAt(pair.key.range?.[0] ?? 0);
        enter(pair.value, name);
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const name = inside(String(index));
        if (isNode(item)) places[name] = placeAt(item.range?.[0] ?? 0);
        enter(item, name);
      }
    } else if (isScalar(node) && typeof node.value === 'string' && node.value !== '') {
      texts.push({ text: node.value, place: placeAt(node.range?.[0] ?? 0) });
    }
  };
  enter(document.contents, '');
  return { places: { ...places }, texts };
}
