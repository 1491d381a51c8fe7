/** What vitest tells its own programs by the environment; a build would take it for its own mode. */
const OF_VITEST = ['MODE', 'DEV', 'PROD', 'SSR', 'BASE_URL', 'NODE_ENV', 'TEST', 'VITEST'];

/** The environment in which somebody would build who runs no test. */
export function buildEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !OF_VITEST.includes(name) && !name.startsWith('VITEST_'),
    ),
  );
}
