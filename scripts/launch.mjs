// Runs scripts/<name>.ts, or the program <name> of an installed package, on the project's own Node, after
// installing what is missing.
// It is what works on a bare clone: plain JavaScript for Node 20, without packages. Everything it
// says goes to stderr, so that a script's output can be piped.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { constants as system } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const PARENT_WATCH_MS = 500;

/** What npm's error codes mean for the person who reads them, first match wins. */
const INSTALL_FAILURES = [
  [/ENOSPC/, 'The disk is full. Free about 2 GB and run the same command again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    'The npm registry could not be reached. Check the network, a proxy (`npm config get proxy`) and `npm config get registry`, then run the same command again.',
  ],
  [/\bE40[13]\b/, 'The npm registry refused access. Sign in with `npm login`, or correct .npmrc.'],
  [/EINTEGRITY/, 'A download is not what the lockfile says. Run `npm cache verify` and try again.'],
  [
    /EUSAGE/,
    'package.json and package-lock.json disagree. Run `npm install`, then `npm run lockfile`, and commit both files.',
  ],
  [/EACCES|EPERM/, 'A file in node_modules may not be written. Check who owns the folder.'],
];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const nodeBinary = join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const [name, ...rest] = process.argv.slice(2);
await launch(name, rest);

async function launch(script, scriptArguments) {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    stop(
      `This is Node ${process.versions.node}; Node ${OLDEST_NODE} or newer is needed. Install it from https://nodejs.org/ and try again.`,
    );
  }
  if (!script) stop('Say what to run: node scripts/launch.mjs <name> [arguments]');
  const reason = whyInstall();
  if (reason) await install(reason);
  if (!runnable(nodeBinary)) fetchNode();
  const entry = [
    join(root, 'scripts', `${script}.ts`),
    join(root, 'node_modules/.bin', script),
  ].find((file) => existsSync(file));
  if (!entry) stop(`There is neither a scripts/${script}.ts nor an installed program ${script}.`);
  run(realpathSync(entry), scriptArguments);
}

/**
 * Why packages have to be installed, or `undefined` when node_modules holds what the lockfile
 * names. npm writes node_modules/.package-lock.json last, so a broken-off install has none.
 */
function whyInstall() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (!wanted)
    stop('package-lock.json is missing or broken. Restore it: git checkout package-lock.json');
  if (!installed) return 'Nothing is installed yet';
  for (const [path, { version, integrity, optional, devOptional, link }] of Object.entries(
    wanted,
  )) {
    if (!path.includes('node_modules/') || link) continue;
    const found = installed[path];
    if (!found && (optional || devOptional)) continue;
    if (found?.version !== version || found.integrity !== integrity) {
      return `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)} ${version} is missing`;
    }
  }
  return undefined;
}

function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Runs `npm ci`, says every ten seconds that it is alive, and explains a failure. */
function install(reason) {
  say(`${reason}: installing packages with npm ci. The first time takes a minute or two.`);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const ticker = setInterval(() => say(`  still installing, ${seconds()} s`), 10_000);
  // npm's own settings of an outer `npm test` must not reach the inner install.
  const child = spawn(npm, ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
    process.stderr.write(chunk);
  });
  const passed = passSignals(child);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      clearInterval(ticker);
      stop(`npm could not be started (${error.message}). It comes with Node: https://nodejs.org/`);
    });
    child.on('close', (code, signal) => {
      clearInterval(ticker);
      passed();
      if (signal) process.exit(128 + system.signals[signal]);
      if (code === 0) {
        say(`Installed in ${seconds()} s.`);
        resolve();
        return;
      }
      const known = INSTALL_FAILURES.find(([pattern]) => pattern.test(errors));
      stop(known ? known[1] : `npm ci failed with exit code ${code}; what it said stands above.`);
    });
  });
}

/** npm 12 skips install scripts that package.json does not allow; one of them brings Node. */
function fetchNode() {
  say('Node 24 is not there yet: fetching it with npm rebuild node.');
  spawnSync(npm, ['rebuild', 'node'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (runnable(nodeBinary)) return;
  stop(
    'The package "node" did not bring its program (node_modules/node/bin/node). Its install script was not allowed to run, or could not download: check that `npm config get ignore-scripts` is false and that the network is there, then run `npm ci`.',
  );
}

function runnable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(entry, scriptArguments) {
  const child = spawn(nodeBinary, [entry, ...scriptArguments], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
    },
  });
  passSignals(child);
  if (process.env.npm_lifecycle_event) endWithParent(child);
  child.on('error', (error) => stop(`Node 24 could not be started: ${error.message}`));
  child.on('close', (code, signal) => process.exit(signal ? 128 + system.signals[signal] : code));
}

/** Hands signals on to the child. Gives the function that stops doing so. */
function passSignals(child) {
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    // A terminal sends Ctrl-C to the child as well; twice would mean "at once" to some programs.
    const handler = () =>
      signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal);
    process.on(signal, handler);
    return [signal, handler];
  });
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/** npm, when it is told to end, ends the shell between itself and us, and we hear nothing of it. */
function endWithParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, PARENT_WATCH_MS);
  watch.unref();
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Says why nothing could be run, and ends with the code for that. */
function stop(text) {
  say(text);
  process.exit(2);
}
