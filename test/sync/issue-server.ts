import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KeptIssue {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  labels: string[];
  comments: string[];
  pull_request?: object;
}

/** The part of GitHub's REST API that keeps issues, on a port of its own, as its documentation describes it. */
export async function startIssueServer() {
  const issues: KeptIssue[] = [];
  const labels = new Set<string>();
  const requests: string[] = [];
  let refuseAfter = Number.POSITIVE_INFINITY;
  let onList: (() => Promise<void>) | undefined;

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', origin());
    const body = await readBody(request);
    requests.push(`${request.method} ${url.pathname}`);
    const answer = (status: number, value: unknown, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(value));
    };
    if (request.headers.authorization !== 'Bearer a-token') return answer(401, {});
    if (requests.length > refuseAfter) return answer(403, { message: 'rate limit exceeded' });
    const [, number, part] = /^\/api\/repos\/a\/b\/issues(?:\/(\d+)(\/comments)?)?$/.exec(
      url.pathname,
    ) ?? [undefined, undefined, undefined];
    const issue = issues.find((one) => one.number === Number(number));
    if (url.pathname === '/api/repos/a/b/labels') {
      if (labels.has(body.name)) return answer(422, { message: 'Validation Failed' });
      labels.add(body.name);
      return answer(201, {});
    }
    if (request.method === 'GET' && url.pathname.endsWith('/issues')) {
      // Newest first, 30 to a page unless asked for up to 100, pull requests among them.
      const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
      const page = Number(url.searchParams.get('page') ?? 1);
      const found = issues
        .filter(({ state }) => state === (url.searchParams.get('state') ?? 'open'))
        .filter((one) => one.labels.includes(url.searchParams.get('labels') ?? ''))
        .sort((a, b) => b.number - a.number);
      const next = new URL(url);
      next.searchParams.set('page', String(page + 1));
      const link = page * size < found.length ? { link: `<${next}>; rel="next"` } : {};
      const given = structuredClone(found.slice((page - 1) * size, page * size));
      await onList?.();
      return answer(200, given, link);
    }
    if (request.method === 'POST' && url.pathname.endsWith('/issues')) {
      const created: KeptIssue = {
        ...{ number: issues.length + 1, state: 'open', comments: [] },
        ...{ title: body.title, body: body.body.replaceAll('\n', '\r\n'), labels: body.labels },
      };
      issues.push(created);
      return answer(201, created);
    }
    if (!issue) return answer(404, {});
    if (part && request.method === 'POST') {
      issue.comments.push(body.body);
      return answer(201, {});
    }
    if (request.method === 'PATCH') {
      Object.assign(issue, body);
      return answer(200, issue);
    }
    return answer(404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    api: `${origin()}/api`,
    issues,
    requests,
    open: () => issues.filter(({ state }) => state === 'open'),
    /** Refuses everything after so many more requests. */
    refuseAfter: (count: number) => {
      refuseAfter = requests.length + count;
    },
    /** Calls this before a list is handed over. */
    onList: (call: (() => Promise<void>) | undefined) => {
      onList = call;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function readBody(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : JSON.parse(text);
}
