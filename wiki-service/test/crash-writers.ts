// Writes articles until the database is gone, and prints each write once it has been acknowledged.
// A process of its own: the driver ends it when its connections are cut.
import postgres from 'postgres';
import { onPostgres } from '../src/database/sql.ts';
import { become, callFunction } from './callers.ts';

const [url = '', tenantId, userId, name] = process.argv.slice(2);
const database = onPostgres(postgres(url, { max: 4, onnotice: () => undefined }));

interface Answer {
  status: string;
  article: { id: string; revision: number };
}

function save(writer: string, n: number, id: string | null): Promise<Answer> {
  return database.transaction(async (on) => {
    await become(on, {
      role: 'authenticated',
      claims: { sub: userId, tenant_id: tenantId, user_role: 'admin' },
    });
    return callFunction<Answer>(on, 'save_article', {
      ...{ p_tenant: tenantId, p_id: id, p_revision: id && n - 1, p_slug: `${writer}-${n}` },
      ...{ p_title: `${n}`, p_html: `<p>${n}</p>`, p_excerpt: `${n}`, p_text: `${n}` },
      ...{ p_locale: 'en', p_roles: ['client'], p_routes: [`/${writer}/${n}`] },
      p_links: Array.from({ length: 5 }, () => ({
        kind: 'web',
        target: `https://example.com/${n}`,
      })),
    });
  });
}

await Promise.all(
  Array.from({ length: 4 }, async (_, index) => {
    let id: string | null = null;
    for (let n = 1; ; n += 1) {
      const { status, article }: Answer = await save(`${name}-${index}`, n, id);
      if (status !== 'created' && status !== 'saved') throw new Error(status);
      id = article.id;
      console.log(JSON.stringify({ id, n }));
    }
  }),
);
