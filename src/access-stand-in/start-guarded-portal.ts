import { type PagesHost, startPagesHost } from '../local/pages-host.ts';
import { type AccessOptions, type AccessStandIn, startAccess } from './start-access.ts';

/** The portal as it runs on Cloudflare: Access before the gate, the gate before the editions. */
export interface GuardedPortal {
  /** `http://127.0.0.1:4321`, without a slash at the end. */
  url: string;
  access: AccessStandIn;
  /** Settles with the exit code when the host of the pages ends, wanted or not. */
  ended: Promise<number>;
  /** Ends all of it. Settles when the ports are free again. */
  stop(): Promise<void>;
}

/**
 * Serves the editions in a folder on loopback: through the stand-in for Access and the gate, which
 * runs in the same runtime as on Cloudflare. Throws when one of them does not come up.
 *
 * @param root the root of the repository, where `functions/` lies
 */
export async function startGuardedPortal(
  root: string,
  options: AccessOptions & { folder: string },
): Promise<GuardedPortal> {
  const access = await startAccess(options);
  let host: PagesHost;
  try {
    host = await startPagesHost(root, {
      folder: options.folder,
      port: 0,
      bindings: access.bindings,
    });
  } catch (error) {
    await access.stop();
    throw error;
  }
  access.forwardTo(host.url);
  return {
    url: access.url,
    access,
    ended: host.ended,
    async stop() {
      await Promise.all([access.stop(), host.stop()]);
    },
  };
}
