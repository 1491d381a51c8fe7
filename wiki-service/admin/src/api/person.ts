/** Who is signed in, as their token says. The service judges the token; here it only names drafts. */
export interface Person {
  id: string;
  tenantId: string;
}

/** Reads a token without verifying it. `undefined` when it is none, or names no person and tenant. */
export function readPerson(token: string): Person | undefined {
  try {
    const [, payload = ''] = token.split('.');
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (letter) =>
      letter.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const { sub, tenant_id: tenantId } = claims as Record<string, unknown>;
    return typeof sub === 'string' && typeof tenantId === 'string'
      ? { id: sub, tenantId }
      : undefined;
  } catch {
    return undefined;
  }
}
