/**
 * The scoring that Mozilla publishes for its HTTP Observatory, as data: what each outcome of a test adds
 * or takes away. https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
 *
 * Where two versions of it differ, the stricter counts. Outcomes are tried from top to bottom; the first
 * that holds is the test's.
 */

/** An answer as the scan sees it, over HTTPS. */
export interface Scanned {
  headers: Headers;
  html: string;
}

interface Seen {
  header(name: string): string | undefined;
  /** The sources of a directive of the policy, or of those that it falls back to. Anything, without. */
  sources(...directives: string[]): string[];
  cookies: string[];
  scripts: { src: string; integrity: boolean }[];
}

type Outcome = readonly [modifier: number, outcome: string, holds: (seen: Seen) => boolean];

const BROAD = /^(?:\*|(?:https?|ftp):(?:\/\/\*(?:\.\*)?)?)$/;
const HALF_A_YEAR_S = 15_768_000;
const PRIVATE =
  /^(?:no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)(?:, *|$)/;

const isBroad = (source: string) => BROAD.test(source);
const isUnsafe = (source: string) => source === "'unsafe-inline'" || source === 'data:';
const isInsecure = (source: string) => /^(?:http|ftp):/.test(source);
const isSession = (cookie: string) => /^[^=]*(?:sess|login)/i.test(cookie);
const isFlagged = (flag: RegExp) => (cookie: string) => flag.test(cookie);
const isForeign = ({ src }: { src: string }) => /^(?:[a-z]+:)?\/\//i.test(src);
const always = () => true;

const ACTIVE = ['script-src', 'object-src', 'style-src', 'connect-src', 'font-src', 'frame-src'];

export const TESTS: Readonly<Record<string, readonly Outcome[]>> = {
  'content-security-policy': [
    [-25, 'none', ({ header }) => header('content-security-policy') === undefined],
    [
      -20,
      'scripts or objects from anywhere, or scripts inside pages',
      ({ sources }) =>
        sources('script-src', 'default-src').some(
          (source) => isBroad(source) || isUnsafe(source),
        ) || sources('object-src', 'default-src').some(isBroad),
    ],
    [
      -20,
      'active content over HTTP',
      ({ sources }) =>
        ACTIVE.some((directive) => sources(directive, 'default-src').some(isInsecure)),
    ],
    [
      -10,
      'eval',
      ({ sources }) =>
        ['script-src', 'style-src'].some((directive) =>
          sources(directive, 'default-src').includes("'unsafe-eval'"),
        ),
    ],
    [
      -10,
      'images or media over HTTP',
      ({ sources }) =>
        ['img-src', 'media-src'].some((directive) =>
          sources(directive, 'default-src').some(isInsecure),
        ),
    ],
    [
      0,
      'styles inside pages, or from anywhere',
      ({ sources }) =>
        sources('style-src', 'default-src').some((source) => isBroad(source) || isUnsafe(source)),
    ],
    [
      10,
      'nothing unsafe, nothing by default, and forms to nowhere else',
      ({ sources }) =>
        sources('default-src').join() === "'none'" &&
        /^'(?:none|self)'$/.test(sources('form-action').join()),
    ],
    [5, 'nothing unsafe', always],
  ],
  cookies: [
    [0, 'none', ({ cookies }) => cookies.length === 0],
    [
      -40,
      'a session without Secure',
      ({ cookies }) => !cookies.filter(isSession).every(isFlagged(/; *secure/i)),
    ],
    [
      -30,
      'a session without HttpOnly',
      ({ cookies }) => !cookies.filter(isSession).every(isFlagged(/; *httponly/i)),
    ],
    [-20, 'one without Secure', ({ cookies }) => !cookies.every(isFlagged(/; *secure/i))],
    [
      -20,
      'an unknown SameSite',
      ({ cookies }) => cookies.some(isFlagged(/; *samesite *=(?! *(?:strict|lax|none) *(?:;|$))/i)),
    ],
    [5, 'all with SameSite', ({ cookies }) => cookies.every(isFlagged(/; *samesite=/i))],
    [0, 'all with Secure', always],
  ],
  'cross-origin-resource-sharing': [
    [
      -50,
      'with credentials, for everybody',
      ({ header }) => header('access-control-allow-credentials') === 'true',
    ],
    [0, 'none, or without credentials', always],
  ],
  'referrer-policy': [
    [0, 'none', ({ header }) => header('referrer-policy') === undefined],
    [5, 'private', ({ header }) => PRIVATE.test(header('referrer-policy') ?? '')],
    [-5, 'unsafe, or not known', always],
  ],
  'strict-transport-security': [
    [
      -20,
      'none, or not readable',
      ({ header }) => !/^max-age=\d+/.test(header('strict-transport-security') ?? ''),
    ],
    [
      -10,
      'less than half a year',
      ({ header }) =>
        Number(/\d+/.exec(header('strict-transport-security') ?? '')?.[0]) < HALF_A_YEAR_S,
    ],
    [0, 'half a year or more', always],
  ],
  'subresource-integrity': [
    [0, 'no scripts', ({ scripts }) => scripts.length === 0],
    [
      -50,
      'foreign scripts that may come over HTTP',
      ({ scripts }) =>
        scripts.some((script) => isForeign(script) && !script.src.startsWith('https:')),
    ],
    [
      -5,
      'foreign scripts as they come',
      ({ scripts }) => scripts.some((script) => isForeign(script) && !script.integrity),
    ],
    [5, 'scripts with their digest', ({ scripts }) => scripts.some(({ integrity }) => integrity)],
    [0, 'scripts of this site', always],
  ],
  'x-content-type-options': [
    [0, 'nosniff', ({ header }) => header('x-content-type-options') === 'nosniff'],
    [-5, 'none, or not known', always],
  ],
  'x-frame-options': [
    [5, 'by the policy', ({ sources }) => !sources('frame-ancestors').some(isBroad)],
    [
      0,
      'by itself',
      ({ header }) => /^(?:deny|sameorigin)$/i.test(header('x-frame-options') ?? ''),
    ],
    [-20, 'none, or not known', always],
  ],
  'cross-origin-resource-policy': [
    [0, 'none', ({ header }) => header('cross-origin-resource-policy') === undefined],
    [
      10,
      'this origin or site',
      ({ header }) => /^same-(?:origin|site)$/.test(header('cross-origin-resource-policy') ?? ''),
    ],
    [0, 'anybody', ({ header }) => header('cross-origin-resource-policy') === 'cross-origin'],
    [-5, 'not known', always],
  ],
};

/** The lowest score of each grade. */
const GRADES = [
  [100, 'A+'],
  [90, 'A'],
  [85, 'A-'],
  [80, 'B+'],
  [70, 'B'],
  [65, 'B-'],
  [60, 'C+'],
  [50, 'C'],
  [45, 'C-'],
  [40, 'D+'],
  [30, 'D'],
  [25, 'D-'],
  [0, 'F'],
] as const;

/** What is added counts only from this score on. */
const BONUS_FROM = 90;

/** Scores an answer: the sum, the grade, and the outcome of each test. */
export function observe(scanned: Scanned): {
  score: number;
  grade: string;
  outcomes: Record<string, string>;
} {
  const seen = look(scanned);
  const found = Object.entries(TESTS).map(([test, list]) => {
    const [modifier, outcome] = list.find(([, , holds]) => holds(seen)) ?? [0, ''];
    return { test, modifier, outcome };
  });
  const sum = (wanted: (modifier: number) => boolean) =>
    found.reduce((total, { modifier }) => (wanted(modifier) ? total + modifier : total), 0);
  const plain = Math.max(0, 100 + sum((modifier) => modifier < 0));
  const score = plain >= BONUS_FROM ? plain + sum((modifier) => modifier > 0) : plain;
  return {
    score,
    grade: GRADES.find(([least]) => score >= least)?.[1] ?? 'F',
    outcomes: Object.fromEntries(found.map(({ test, outcome }) => [test, outcome])),
  };
}

function look({ headers, html }: Scanned): Seen {
  const header = (name: string) => headers.get(name) ?? undefined;
  const policy = new Map(
    (header('content-security-policy') ?? '').split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().toLowerCase().split(/\s+/);
      return [name, sources.length > 0 ? sources : ["'none'"]];
    }),
  );
  return {
    header,
    sources(...directives) {
      const sources = directives.map((name) => policy.get(name)).find(Boolean) ?? ['*'];
      const hasDigest = sources.some((source) => /^'(?:sha\d+|nonce)-/.test(source));
      return sources.filter((source) => !(hasDigest && source === "'unsafe-inline'"));
    },
    cookies: headers.getSetCookie(),
    scripts: [...html.matchAll(/<script\b[^>]*>/gi)].flatMap(([tag]) => {
      const src = /\bsrc="([^"]*)"/i.exec(tag)?.[1];
      return src === undefined ? [] : [{ src, integrity: /\bintegrity="/i.test(tag) }];
    }),
  };
}
