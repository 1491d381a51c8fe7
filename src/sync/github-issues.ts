import { z } from 'zod';
import { CannotRun } from '../checks/cannot-run.ts';
import type { Issue } from './drift-issues.ts';

/** Where the issues are kept. */
export interface Repository {
  /** GitHub's API, as `GITHUB_API_URL` names it in a workflow. */
  api: string;
  /** `owner/name`. */
  name: string;
  token: string;
}

/** What sync does with issues. Every call throws `CannotRun` when GitHub refuses. */
export interface IssueKeeper {
  /** Makes sure that there is a label. */
  label(name: string, description: string): Promise<void>;
  /** All open issues with a label, however many pages they fill. */
  listOpen(label: string): Promise<Issue[]>;
  create(issue: { title: string; body: string }, label: string): Promise<void>;
  rewrite(issue: Issue): Promise<void>;
  /** Comments on an issue, then closes it. */
  close(number: number, comment: string): Promise<void>;
}

const issueSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  /** Present on pull requests, which GitHub lists among the issues. */
  pull_request: z.unknown().optional(),
});

const PATIENCE = 20_000;

/** The issues of a repository, by GitHub's REST API (docs.github.com/en/rest/issues). */
export function openIssues({ api, name, token }: Repository): IssueKeeper {
  const home = `${api.replace(/\/$/, '')}/repos/${name}`;

  async function ask(method: string, address: string, body?: object): Promise<Response> {
    const url = new URL(address, `${home}/`);
    if (url.origin !== new URL(home).origin) throw refusal(method, url, 'it lies elsewhere');
    const answer = await fetch(url, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((cause: unknown) => {
      throw refusal(method, url, String(cause));
    });
    return answer;
  }

  async function done(method: string, address: string, body?: object): Promise<Response> {
    const answer = await ask(method, address, body);
    if (answer.ok) return answer;
    throw refusal(method, new URL(answer.url), `${answer.status} ${await answer.text()}`);
  }

  return {
    async label(name, description) {
      const answer = await ask('POST', `${home}/labels`, { name, description });
      // 422 is GitHub's answer when the label is there already.
      if (answer.ok || answer.status === 422) return;
      throw refusal('POST', new URL(answer.url), `${answer.status} ${await answer.text()}`);
    },
    async listOpen(label) {
      const issues = new Map<number, Issue>();
      const query = new URLSearchParams({ state: 'open', labels: label, per_page: '100' });
      for (let next: string | undefined = `${home}/issues?${query}`; next; ) {
        const answer: Response = await done('GET', next);
        const page = z.array(issueSchema).safeParse(await answer.json());
        if (!page.success) throw refusal('GET', new URL(next), 'the list is not whole');
        for (const { number, title, body, pull_request } of page.data) {
          if (!pull_request) issues.set(number, { number, title, body: body ?? '' });
        }
        next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
      }
      return [...issues.values()];
    },
    async create(issue, label) {
      await done('POST', `${home}/issues`, { ...issue, labels: [label] });
    },
    async rewrite({ number, title, body }) {
      await done('PATCH', `${home}/issues/${number}`, { title, body });
    },
    async close(number, comment) {
      await done('POST', `${home}/issues/${number}/comments`, { body: comment });
      await done('PATCH', `${home}/issues/${number}`, { state: 'closed' });
    },
  };
}

function refusal(method: string, { pathname }: URL, why: string): CannotRun {
  return new CannotRun(
    `GitHub did not take ${method} ${pathname}: ${why.slice(0, 200)}`,
    'Run it again: what is done already is not done twice.',
  );
}
