import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Node, type Pair, parseDocument, Scalar, visit } from 'yaml';

/** A word that stands in everything that an audience is not to see, and in no text of ours. */
export const CANARY = 'qzxvkw';
/** A word that everybody is to see, for showing that the search for a word can find one. */
export const COMMON = 'wkvxzq';

/** The texts of a data entry that a page could show. */
const TEXTS = new Set(['en', 'nl', 'name', 'title', 'person', 'place', 'sender', 'label']);

/**
 * Copies the real content into `folder`, with the canary in the title, the description, the texts of
 * the frontmatter and the body of every page that does not name the audience, in every text of the
 * data that its pages do not use, and in images and addresses.
 */
export function plantCanaries(content: string, folder: string, audience: string): void {
  cpSync(content, join(folder, 'content'), { recursive: true });
  const files = {
    [`content/guides/${CANARY}.mdx`]: `${head(`Guide ${CANARY}`)}formerly: [/${CANARY}-old/]\n---\n\n![The plan](/images/${CANARY}.png) and [an address](/files/${CANARY}.txt).\n`,
    'content/guides/common.mdx': `${head('Common')}audience: [staff, ${audience}]\nformerly: [/common-old/]\n---\n\n![The way](/images/common.png)\n`,
    'public/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'public/images/common.png': COMMON,
    [`public/images/${CANARY}.png`]: CANARY,
    [`public/files/${CANARY}.txt`]: CANARY,
    'public/robots.txt': CANARY,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const pages = globSync('**/*.mdx', { cwd: join(folder, 'content') }).map((name) => {
    const file = join(folder, 'content', name);
    return { file, text: readFileSync(file, 'utf8') };
  });
  const shown = pages.filter(({ text }) => namesAudience(text, audience));
  const hidden = pages.filter((page) => !shown.includes(page));
  for (const { file, text } of shown) writeFileSync(file, `${text}\nThe word ${COMMON}.\n`);
  for (const { file, text } of hidden) writeFileSync(file, withCanary(text));

  const shownText = shown.map(({ text }) => text).join('\n');
  const data = join(folder, 'content/data');
  for (const name of readdirSync(data)) {
    const file = join(data, name);
    writeFileSync(file, plantInData(readFileSync(file, 'utf8'), shownText));
  }
}

const head = (title: string) =>
  `---\ntitle: ${title}\ndescription: About ${title}.\nowner: admin\n`;

function namesAudience(text: string, audience: string): boolean {
  const names = /^audience: \[(.*)\]$/m.exec(text)?.[1]?.split(',') ?? [];
  return names.some((name) => name.trim() === audience);
}

/** A page with the canary in the texts of its frontmatter and at the end of each of its sections. */
function withCanary(text: string): string {
  const [, frontmatter = '', body = ''] = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/.exec(text) ?? [];
  const document = parseDocument(frontmatter);
  visit(document, {
    Pair(_key, pair) {
      const key = String((pair as Pair<Scalar>).key);
      if (['title', 'description', 'part', 'subject', 'label', 'lead'].includes(key))
        mark(pair.value);
    },
  });
  const planted = body.replace(/^## .*$/gm, `${CANARY}\n\n$&`);
  return `---\n${document}---\n${planted}\n${CANARY}\n`;
}

function plantInData(yaml: string, shownText: string): string {
  const document = parseDocument(yaml);
  for (const entry of (document.contents as unknown as { items: Node[] }).items) {
    const id = (entry as unknown as { get(key: string): unknown }).get('id');
    // Only as a whole word: an id is part of many others.
    if (typeof id === 'string' && new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(shownText))
      continue;
    visit(entry, {
      Pair(_key, pair) {
        if (TEXTS.has(String((pair as Pair<Scalar>).key))) mark(pair.value);
      },
    });
  }
  return String(document);
}

function mark(value: unknown): void {
  if (value instanceof Scalar && typeof value.value === 'string') {
    value.value = `${value.value} ${CANARY}`;
  }
}
