import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Flags for a browser that works alone: no first-run screens and no requests of its own. */
export const BROWSER_ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

/** What to tell somebody who has no browser that could be used. */
export const BROWSER_MISSING =
  'No Chromium or Chrome was found. Get one with `apt-get install chromium` (Debian) or `npx playwright-core install chromium` (anywhere), or name yours in CHROMIUM_PATH.';

/** Where systems and installers put it, in order of preference. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where Playwright keeps the browsers that it downloads, unless PLAYWRIGHT_BROWSERS_PATH says. */
const PLAYWRIGHT_CACHES = ['.cache/ms-playwright', 'Library/Caches/ms-playwright'];

/** The program inside one of Playwright's `chromium-1234` folders, by system. */
const PLAYWRIGHT_PROGRAMS = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];

/**
 * The path of a Chromium or Chrome on this machine, or `undefined` when there is none. `CHROMIUM_PATH` decides
 * when it is set: if it names no program, nothing else is tried, so that a typo is noticed.
 */
export function findBrowser(
  environment: Record<string, string | undefined> = process.env,
  home: string = homedir(),
  places: readonly string[] = PLACES,
): string | undefined {
  if (environment.CHROMIUM_PATH) {
    return isProgram(environment.CHROMIUM_PATH) ? environment.CHROMIUM_PATH : undefined;
  }
  return [...places, ...playwrightPrograms(environment, home)].find(isProgram);
}

/** The same, for callers that cannot go on without one. Throws {@link BROWSER_MISSING}. */
export function requireBrowser(): string {
  const path = findBrowser();
  if (!path) throw new Error(BROWSER_MISSING);
  return path;
}

function playwrightPrograms(
  environment: Record<string, string | undefined>,
  home: string,
): string[] {
  const caches = environment.PLAYWRIGHT_BROWSERS_PATH
    ? [environment.PLAYWRIGHT_BROWSERS_PATH]
    : PLAYWRIGHT_CACHES.map((cache) => join(home, cache));
  return caches.flatMap((cache) =>
    foldersOf(cache)
      .filter((name) => /^chromium-\d+$/.test(name))
      .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
      .flatMap((name) => PLAYWRIGHT_PROGRAMS.map((program) => join(cache, name, program))),
  );
}

function foldersOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
