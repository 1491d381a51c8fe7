import { stringify } from 'yaml';

/**
 * Pages for measuring, in the shape of our collections: the same for the same count, each valid for its
 * schema, with links, anchors, code and tables in about the proportions of the real ones. They use no
 * component, so that a stock Starlight project can build the very same files.
 */
export interface GeneratedPage {
  /** Path under the content root. */
  file: string;
  text: string;
}

/** The kinds of ten pages in a row. */
const MIX = [
  'adr',
  'runbooks',
  'guides',
  'adr',
  'checklists',
  'guides',
  'postmortems',
  'runbooks',
  'adr',
  'policies',
] as const;
type Kind = (typeof MIX)[number];

/** The kind that clients see too; it leads to its own kind alone, so that no link leads out of their edition. */
const FOR_CLIENTS: Kind = 'guides';

/** The anchor that every page of a kind has. */
const ANCHORS: Record<Kind, string> = {
  adr: 'decision',
  runbooks: 'steps',
  guides: 'before-you-start',
  checklists: 'steps',
  postmortems: 'timeline',
  policies: 'before-you-start',
};

const SERVICES = ['crm', 'client-portal', 'vercel'] as const;

const SUBJECTS =
  'invoice proposal contract tenant client session webhook email domain certificate database policy migration backup queue upload document ticket project payment signature template report search index cache deployment preview token role invitation'.split(
    ' ',
  );
const VERBS =
  'checks writes reads sends keeps drops renews rejects accepts stores moves signs opens closes refreshes retries'.split(
    ' ',
  );
const QUALITIES =
  'late missing stale broken slow duplicate expired empty wrong unsigned locked hidden partial foreign old'.split(
    ' ',
  );
const PLACES =
  'in production|in the preview|after a restart|for one tenant|during onboarding|on the first of the month|behind the gate|in the background|without a retry|over a slow line'.split(
    '|',
  );

/** `count` pages, deterministic. */
export function generatePages(count: number): GeneratedPage[] {
  const outline = Array.from({ length: count }, (_, index) => outlinePage(index));
  const forClients = outline.filter(({ kind }) => kind === FOR_CLIENTS);
  return outline.map((page) => ({
    file: page.file,
    text: writePage(page, page.kind === FOR_CLIENTS ? forClients : outline),
  }));
}

interface Outline {
  index: number;
  kind: Kind;
  /** Counts within its kind, from 1. */
  number: number;
  title: string;
  file: string;
  path: string;
}

function outlinePage(index: number): Outline {
  const random = randomFor(index);
  const kind = MIX[index % MIX.length] ?? 'guides';
  const number =
    Math.floor(index / MIX.length) * countIn(MIX, kind) +
    countIn(MIX.slice(0, (index % MIX.length) + 1), kind);
  const title = capital(
    `${random.pick(QUALITIES)} ${random.pick(SUBJECTS)} ${random.pick(PLACES)}, case ${number}`,
  );
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const prefix: Partial<Record<Kind, string>> = {
    adr: `${String(number).padStart(3, '0')}-`,
    postmortems: `${dayAfter('2020-01-01', number)}-`,
  };
  const file = `${kind}/${prefix[kind] ?? ''}${slug}.mdx`;
  return { index, kind, number, title, file, path: `/${file.replace(/\.mdx$/, '/')}` };
}

/** @param all the pages that it may lead to */
function writePage(page: Outline, all: readonly Outline[]): string {
  const random = randomFor(page.index + 1_000_003);
  const writer = new Writer(random, page, all);
  const frontmatter = {
    title: page.title,
    description: writer.sentence(),
    owner: 'engineering',
    reviewed: '2026-11-01',
    reviewEvery: 3650,
    services: [random.pick(SERVICES)],
    tags: [random.pick(SUBJECTS), random.pick(QUALITIES)],
    ...FIELDS[page.kind](page),
  };
  return `---\n${stringify(frontmatter)}---\n\n${BODIES[page.kind](writer, page)}\n`;
}

/** Frontmatter beyond that of every page. */
const FIELDS: Record<Kind, (page: Outline) => object> = {
  adr: ({ number }) => ({
    number,
    status: 'accepted',
    date: '2026-06-30',
    deciders: ['Engineering'],
    related: number > 1 ? [number - 1] : [],
  }),
  runbooks: ({ number }) => ({
    scheme: 'sonan',
    severity: `P${(number % 4) + 1}`,
    verified: '2026-11-01',
  }),
  guides: () => ({ audience: ['staff', 'client'] }),
  checklists: () => ({ subject: 'client' }),
  postmortems: ({ number }) => {
    const day = dayAfter('2020-01-01', number);
    return {
      scheme: 'sonan',
      severity: 'P2',
      detected: `${day}T03:14Z`,
      acknowledged: `${day}T03:20Z`,
      mitigated: `${day}T03:50Z`,
      resolved: `${day}T04:34Z`,
      completed: `${day}T18:00Z`,
      duration: 'PT1H20M',
      lead: 'Primary engineer',
      participants: ['Secondary engineer'],
      impact: { users: 'About 40', features: 'Invoices', clients: 'An error page', dataLoss: 'No' },
      example: true,
    };
  },
  policies: () => ({}),
};

const BODIES: Record<Kind, (writer: Writer, page: Outline) => string> = {
  adr: (w) =>
    [
      '## Context',
      w.paragraph(),
      w.paragraph(),
      w.table(),
      '## Decision',
      w.paragraph(),
      w.code('sql'),
      w.list(3),
      '## Alternatives Considered',
      '### Doing nothing',
      w.paragraph(),
      '**Rejected** because:',
      w.list(2),
      '### Buying it',
      w.paragraph(),
      '**Not selected** because:',
      w.list(2),
      '## Consequences',
      '### Positive',
      w.list(3),
      '### Negative',
      w.list(2),
      '## Future Considerations',
      w.paragraph(),
      '## Related',
      w.links(4),
    ].join('\n\n'),
  runbooks: (w) =>
    [
      '## When this applies',
      w.paragraph(),
      w.links(2),
      '## Steps',
      `1. ${w.sentence()}\n\n${indent(w.code('bash'), 3)}\n\n2. ${w.sentence()}\n3. ${w.sentence()}\n\n${indent(w.code('bash'), 3)}\n\n4. ${w.sentence()}`,
      '## Escalation',
      w.paragraph(),
      w.table(),
    ].join('\n\n'),
  guides: (w) =>
    [
      '## Before you start',
      w.paragraph(),
      w.links(3),
      '## What to do',
      w.list(5),
      w.code('ts'),
      '## How it works',
      w.paragraph(),
      w.paragraph(),
      w.table(),
      '## If it does not work',
      w.paragraph(),
      w.links(3),
    ].join('\n\n'),
  checklists: (w) =>
    ['## Steps', '### Before', w.tasks(6), '### After', w.tasks(5), w.links(2)].join('\n\n'),
  postmortems: (w) =>
    [
      '## Impact',
      w.paragraph(),
      '## Timeline',
      `| Time (UTC) | Event |\n| --- | --- |\n| 03:14 | ${w.sentence()} |\n| 03:20 | ${w.sentence()} |\n| 03:50 | ${w.sentence()} |\n| 04:34 | ${w.sentence()} |`,
      '## Root cause',
      w.paragraph(),
      '## Fix applied',
      w.paragraph(),
      w.code('bash'),
      '## Prevention actions',
      `| Action | Owner | Due | State | Note |\n| --- | --- | --- | --- | --- |\n| ${w.sentence()} | Engineering | 2026-06-30 | done | |\n| ${w.sentence()} | Engineering | 2026-06-30 | done | |`,
      '## Follow-up items',
      w.tasks(2),
    ].join('\n\n'),
  policies: (w) =>
    ['## Before you start', w.paragraph(), w.table(), '## Rules', w.list(6), w.links(3)].join(
      '\n\n',
    ),
};

class Writer {
  private readonly random: Random;
  private readonly page: Outline;
  private readonly all: readonly Outline[];

  constructor(random: Random, page: Outline, all: readonly Outline[]) {
    this.random = random;
    this.page = page;
    this.all = all;
  }

  sentence(): string {
    const r = this.random;
    return capital(
      `the ${r.pick(QUALITIES)} ${r.pick(SUBJECTS)} ${r.pick(VERBS)} the ${r.pick(SUBJECTS)} ${r.pick(PLACES)}.`,
    );
  }

  paragraph(): string {
    const sentences = times(6, () => this.sentence());
    return `${sentences.join(' ')} The \`${this.random.pick(SUBJECTS)}_id\` is in the log; see ${this.link()}.`;
  }

  list(count: number): string {
    return times(
      count,
      () => `- **${capital(this.random.pick(SUBJECTS))}.** ${this.sentence()}`,
    ).join('\n');
  }

  tasks(count: number): string {
    return times(count, () => `- [ ] ${this.sentence()}`).join('\n');
  }

  links(count: number): string {
    return times(count, () => `- ${this.link()}`).join('\n');
  }

  /** A link to a page near by, half of them to a heading on it. */
  link(): string {
    const offset = 1 + Math.floor(this.random.next() * Math.min(200, this.all.length - 1));
    const target = this.all[(this.page.index + offset) % this.all.length] ?? this.page;
    const anchor = this.random.next() < 0.5 ? `#${ANCHORS[target.kind]}` : '';
    return `[${target.title}](${target.path}${anchor})`;
  }

  table(): string {
    const rows = times(
      4,
      () =>
        `| ${this.random.pick(SUBJECTS)} | ${this.sentence()} | ${Math.floor(this.random.next() * 90) + 10} |`,
    );
    return `| What | Meaning | Count |\n| --- | --- | --- |\n${rows.join('\n')}`;
  }

  code(language: 'sql' | 'bash' | 'ts'): string {
    const [a, b] = [this.random.pick(SUBJECTS), this.random.pick(SUBJECTS)];
    const lines = {
      sql: `select id, ${a}_id, created_at\nfrom ${b}s\nwhere tenant_id = $1 and ${a}_id is not null\norder by created_at desc\nlimit 50;`,
      bash: `curl --fail "https://crm.example.com/api/${a}s?state=${b}"`,
      ts: `export async function load(id: string) {\n  const row = await db.${a}s.find(id);\n  if (!row) throw new Error('no ${b}');\n  return row;\n}`,
    };
    return `\`\`\`${language}\n${lines[language]}\n\`\`\``;
  }
}

interface Random {
  /** From 0 up to but not including 1. */
  next(): number;
  pick<T>(from: readonly T[]): T;
}

/** A small generator (mulberry32) that starts anew for each page, so that pages do not depend on the count. */
function randomFor(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number] };
}

function countIn(kinds: readonly Kind[], kind: Kind): number {
  return kinds.filter((other) => other === kind).length;
}

function times(count: number, make: () => string): string[] {
  return Array.from({ length: count }, make);
}

function indent(text: string, width: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(width));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function dayAfter(start: string, days: number): string {
  return new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10);
}
