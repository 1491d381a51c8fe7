// npm test: everything that must hold, in the order in which a mistake is cheapest to learn of.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BROWSER_MISSING, findBrowser } from '../src/browser/find.ts';
import { buildIfChanged, PORTAL_BUILD } from '../src/local/build-if-changed.ts';

/** One step: what it is about, and the program in node_modules (or script) that does it. */
interface Step {
  name: string;
  command: string[];
}

const root = join(import.meta.dirname, '..');
const testReport = join(root, '.data/test-report.json');

const STEPS: Step[] = [
  { name: 'format and lint', command: ['biome', 'ci', '--colors=off'] },
  {
    name: 'types in components',
    command: ['astro', 'check', '--minimumFailingSeverity', 'warning'],
  },
  // After the components: their check writes the types that a bare clone does not have yet.
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'content', command: [join(root, 'scripts/check.ts')] },
];

const browser = findBrowser();
if (!browser) {
  console.error(BROWSER_MISSING);
  process.exit(2);
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => process.exit(code));
}

const passed: string[] = [];
const failed: string[] = [];
for (const step of STEPS) ((await passes(step)) ? passed : failed).push(step.name);

console.log('\n── build, for the tests of the site');
try {
  if (!(await buildIfChanged(root, PORTAL_BUILD, console.log))) console.log('dist/ is current.');
  passed.push('build');
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  failed.push('build');
}

mkdirSync(join(root, '.data'), { recursive: true });
rmSync(testReport, { force: true });
await passes({
  name: 'tests',
  command: [
    ...['vitest', 'run', ...process.argv.slice(2)],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${testReport}`],
  ],
});
const tests = readReport();
if (!tests) failed.push('tests (they did not run to the end)');
else if (!tests.success && tests.failed === 0) failed.push('tests (an error outside of any test)');

for (const name of failed) console.log(`failed: ${name}`);
const failures = failed.length + (tests?.failed ?? 0);
console.log(`${passed.length + (tests?.passed ?? 0)} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;

/** Runs a step with its output shown. */
function passes({ name, command }: Step): Promise<boolean> {
  const started = Date.now();
  console.log(`\n── ${name}`);
  const [program = '', ...rest] = command;
  const child = program.endsWith('.ts')
    ? spawn(process.execPath, command, { cwd: root, stdio: 'inherit' })
    : spawn(program, rest, {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, CHROMIUM_PATH: browser, ASTRO_TELEMETRY_DISABLED: '1' },
      });
  const end = () => child.kill();
  process.once('exit', end);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('close', (code) => {
      process.off('exit', end);
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`── ${name}: ${code === 0 ? 'fine' : 'failed'}, ${seconds} s`);
      resolve(code === 0);
    });
  });
}

/** The counts of the test run, or `undefined` when it wrote none. */
function readReport(): { passed: number; failed: number; success: boolean } | undefined {
  try {
    const report = JSON.parse(readFileSync(testReport, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      success: report.success,
    };
  } catch {
    return undefined;
  }
}
