import { useCallback, useEffect, useState } from 'react';
import { ApiFailure } from './api/failure.ts';

/** Something that is fetched: on its way (`value`: what was there before), there, or failed. */
export type Loaded<Value> =
  | { status: 'loading'; value?: Value }
  | { status: 'ready'; value: Value }
  | { status: 'failed'; failure: ApiFailure };

/**
 * Fetches something whenever `key` changes, and gives what there is. The answer to an earlier key never
 * counts as that to a later one. `undefined` as key fetches nothing.
 */
export function useLoaded<Value>(
  key: string | undefined,
  load: () => Promise<Value>,
): [Loaded<Value>, reload: () => void] {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is loaded
  useEffect(() => {
    if (key === undefined) return undefined;
    let isWanted = true;
    setLoaded((before) => ({
      status: 'loading',
      ...(before.status !== 'failed' && { value: before.value }),
    }));
    load().then(
      (value) => isWanted && setLoaded({ status: 'ready', value }),
      (error) => {
        const failure = error instanceof ApiFailure ? error : new ApiFailure('unavailable');
        if (isWanted) setLoaded({ status: 'failed', failure });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [key, attempt]);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  return [loaded, reload];
}
