/**
 * How the address of an Access application lies to a host pattern of ours. Where two applications
 * match, the more specific one decides alone, without inheriting anything from the other:
 * https://developers.cloudflare.com/cloudflare-one/access-controls/policies/app-paths/
 */
export type Overlap = 'same' | 'inside' | 'apart';

/**
 * `same`: it is that very host. `inside`: it decides for a part of it, a path or one of the hosts
 * under a wildcard. `apart`: it decides for nothing of it, also because it is less specific.
 */
export function overlapOf(uri: string, host: string): Overlap {
  const [pattern = '', ...path] = uri.toLowerCase().split('/');
  if (!covers(host, pattern)) return 'apart';
  const whole = path.join('/').replace(/\*$/, '') === '';
  return whole && pattern === host ? 'same' : 'inside';
}

/** Whether a pattern stands for a host name. `*` never reaches over a dot. */
export function covers(pattern: string, host: string): boolean {
  const labels = pattern.split('.');
  const others = host.split('.');
  return (
    labels.length === others.length &&
    labels.every((label, place) => labelCovers(label, others[place] ?? ''))
  );
}

function labelCovers(pattern: string, label: string): boolean {
  const [start = '', end] = pattern.split('*', 2);
  if (end === undefined) return pattern === label;
  return (
    label.length >= start.length + end.length && label.startsWith(start) && label.endsWith(end)
  );
}
