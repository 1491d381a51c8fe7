import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import Prism from 'prismjs';
import loadLanguages from 'prismjs/components/index.js';
import type { Locale } from '../content-model/vocabulary.ts';
import { interfaceText } from './interface-text.ts';

const LANGUAGES = [
  'bash',
  'sql',
  'typescript',
  'json',
  'yaml',
  'http',
  'css',
  'tsx',
  'diff',
  'toml',
];
loadLanguages.silent = true;
loadLanguages(LANGUAGES);

const ALIASES: Record<string, string> = {
  sh: 'bash',
  shell: 'bash',
  ts: 'typescript',
  yml: 'yaml',
};

/** Prism's token types, folded to the few that our colours tell apart. */
const TOKEN_CLASSES: Record<string, string> = {
  comment: 'c',
  prolog: 'c',
  string: 's',
  'template-string': 's',
  'attr-value': 's',
  regex: 's',
  keyword: 'k',
  boolean: 'k',
  atrule: 'k',
  important: 'k',
  function: 'f',
  'class-name': 'f',
  tag: 'f',
  number: 'n',
  constant: 'n',
  property: 'p',
  key: 'p',
  'attr-name': 'p',
  variable: 'p',
  parameter: 'p',
  inserted: 's',
  deleted: 'k',
};

type Tokens = ReturnType<typeof Prism.tokenize>;

function tokenNodes(stream: Tokens | string | Prism.Token): ElementContent[] {
  if (typeof stream === 'string') return [{ type: 'text', value: stream }];
  if (Array.isArray(stream)) return stream.flatMap((token) => tokenNodes(token));
  const children = tokenNodes(stream.content as Tokens);
  const name = TOKEN_CLASSES[stream.type];
  return name ? [h('span', { className: [name] }, children)] : children;
}

/** Code in colour, by classes. A language that is not known stays plain. */
export function highlight(code: string, language: string | undefined): ElementContent[] {
  const name = ALIASES[language ?? ''] ?? language ?? '';
  const grammar = Prism.languages[name];
  return grammar && LANGUAGES.includes(name)
    ? tokenNodes(Prism.tokenize(code, grammar))
    : [{ type: 'text', value: code }];
}

/** A block of code with its copy button. What is typed into a shell wraps, other code scrolls. */
export function codeBlock(code: string, language: string | undefined, locale: Locale): Element {
  const text = interfaceText(locale);
  const trimmed = code.replace(/\n$/, '');
  return h('div.code', { dataLanguage: language ?? 'text' }, [
    h('pre', { tabIndex: 0 }, h('code', highlight(trimmed, language))),
    h(
      'button.copy',
      { type: 'button', dataCopy: true, dataPagefindIgnore: true, ariaLabel: text.copyCode },
      text.copy,
    ),
  ]);
}
