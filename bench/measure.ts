import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What a command cost. */
export interface Cost {
  seconds: number;
  /** The most memory that the command and all it started held at one time, in bytes. `undefined` off Linux. */
  peakBytes: number | undefined;
  output: string;
  /** It was stopped at `stopAfterSeconds`: it would have taken longer. */
  stopped: boolean;
}

const SAMPLE_MS = 100;
const PAGE_BYTES = 4096;

/**
 * Runs a command to its end and measures it. Throws with the end of its output when its exit code is
 * not among `accept`.
 */
export function measure(
  [program = '', ...rest]: readonly string[],
  options: {
    cwd: string;
    env?: Record<string, string>;
    accept?: readonly number[];
    stopAfterSeconds?: number;
  },
): Promise<Cost> {
  const started = performance.now();
  const child = spawn(program, rest, {
    cwd: options.cwd,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + String(chunk)).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let peakBytes = 0;
  const sampler = setInterval(() => {
    peakBytes = Math.max(peakBytes, memoryOfTree(child.pid ?? 0));
  }, SAMPLE_MS);
  let stopped = false;
  const limit =
    options.stopAfterSeconds &&
    setTimeout(() => {
      stopped = true;
      child.kill('SIGKILL');
    }, options.stopAfterSeconds * 1000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(sampler);
      clearTimeout(limit);
      process.off('exit', kill);
      if (stopped || (options.accept ?? [0]).includes(code ?? -1)) {
        const seconds = (performance.now() - started) / 1000;
        resolve({ seconds, peakBytes: peakBytes || undefined, output, stopped });
      } else {
        reject(
          new Error(`${program} ${rest.join(' ')} ended with ${code}:\n${output.slice(-4_000)}`),
        );
      }
    });
  });
}

/** Resident bytes of a process and all its descendants, shared pages counted in each. 0 off Linux. */
function memoryOfTree(rootPid: number): number {
  if (!existsSync('/proc/self/stat')) return 0;
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const children = Map.groupBy(processes, (process) => process.parent);
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((bytes, child) => bytes + child.bytes + sum(child.pid), 0);
  return (processes.find(({ pid }) => pid === rootPid)?.bytes ?? 0) + sum(rootPid);
}

function readProcess(pid: number): { pid: number; parent: number; bytes: number }[] {
  try {
    // The name in the second field may hold spaces and parentheses, so count from the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [{ pid, parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE_BYTES }];
  } catch {
    // It ended meanwhile.
    return [];
  }
}
