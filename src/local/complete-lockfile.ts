/** What package-lock.json says of one package, as far as it matters here. */
export interface LockedPackage {
  version?: string;
  dev?: true;
  optional?: true;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

/** The systems in names like `@biomejs/cli-win32-x64`, and what npm calls them. */
const SYSTEMS: Record<string, string> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
};
const PROCESSORS: Record<string, string> = {
  arm64: 'arm64',
  x64: 'x64',
  '64': 'x64',
  wasm32: 'wasm32',
};
const LIBRARIES: Record<string, string> = { gnu: 'glibc', musl: 'musl' };

/**
 * The packages that a lockfile should name and does not: programs for other systems. npm leaves them out
 * when its registry does not have them, or when it writes the lockfile from what is installed
 * (https://github.com/npm/cli/issues/4828), and then refuses its own lockfile in `npm ci`.
 * Gives them by their path in `packages`. Throws when a name does not tell its system.
 */
export function findMissingOptional(
  packages: Record<string, LockedPackage>,
): Map<string, LockedPackage> {
  const missing = new Map<string, LockedPackage>();
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (placesFor(path, name).some((place) => place in packages)) continue;
      missing.set(`node_modules/${name}`, {
        version,
        ...(dev && { dev }),
        optional: true,
        ...systemOf(name, version),
      });
    }
  }
  return missing;
}

/** Where Node looks for a package, from the folder of the one that needs it upwards. */
function placesFor(path: string, name: string): string[] {
  const parents = path.split('/node_modules/');
  const nested = parents.map(
    (_, index) =>
      `${parents.slice(0, parents.length - index).join('/node_modules/')}/node_modules/${name}`,
  );
  return [...nested, `node_modules/${name}`];
}

function systemOf(name: string, version: string): LockedPackage {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-');
  const pick = (table: Record<string, string>) => words.flatMap((word) => table[word] ?? []);
  const [os, cpu, libc] = [pick(SYSTEMS), pick(PROCESSORS), pick(LIBRARIES)];
  if (cpu.length !== 1 || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(
      `${name}@${version} is missing in package-lock.json, and its name does not tell for which system it is.`,
    );
  }
  return { ...(os.length > 0 && { os }), cpu, ...(libc.length > 0 && { libc }) };
}
