import { describe, expect, test } from 'vitest';
import { describeContract } from './contract.ts';
import { send, startOnWorkerd, tokenOf } from './wiki-stack.ts';

const MOST_REQUESTS = 2_000;
const AT_ONCE = 20;

describe('the wiki service on Workers', () => {
  describeContract(startOnWorkerd, (running) => {
    test("the platform's limiter answers 429 with Retry-After, for one person alone", async () => {
      const { wiki, backend } = running();
      const token = await tokenOf(backend.tenants.b, 'client');
      let sent = 0;
      let refused: Awaited<ReturnType<typeof send>> | undefined;
      const hurry = async () => {
        while (!refused && sent < MOST_REQUESTS) {
          sent += 1;
          // Answered before the database is asked.
          const answer = await send(wiki.url, 'GET', '/v1/help', { token });
          if (answer.status === 429) refused = answer;
          else expect(answer.status).toBe(400);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, hurry));
      expect(refused?.json.type).toBe('/problems/too-many-requests');
      expect(refused?.headers.get('retry-after')).toBe('10');
      const other = await tokenOf(backend.tenants.b, 'employee');
      expect((await send(wiki.url, 'GET', '/v1/session', { token: other })).status).toBe(200);
    }, 60_000);
  });
});
