import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listForEditor, writeJsonSchemas } from '../../src/authoring/json-schemas.ts';

const root = join(import.meta.dirname, '../..');

describe('the schemas for editors', () => {
  test('are current: npm run schemas would change nothing', () => {
    const kept = readdirSync(join(root, 'schemas'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .map((file): [string, string] => [
        file.replaceAll('\\', '/'),
        readFileSync(join(root, 'schemas', file), 'utf8'),
      ]);
    expect(new Map(kept.sort())).toEqual(new Map([...writeJsonSchemas()].sort()));
  });

  test('are wired to every data file', () => {
    const settings = JSON.parse(readFileSync(join(root, '.vscode/settings.json'), 'utf8'));
    const wired = Object.keys(settings['yaml.schemas']).map((file) =>
      file.replace('./schemas/', ''),
    );
    const data = [...writeJsonSchemas().keys()].filter((file) => file.startsWith('data/'));
    expect(wired.sort()).toEqual(data.sort());
  });
});

describe("Astro's editor extension", () => {
  let folder: string;
  let editor: Editor;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'editor-'));
    const files = {
      'content/adr/001-right.mdx':
        '---\ntitle: A\ndescription: B\nowner: engineering\nnumber: 1\nstatus: accepted\ndate: 2026-06-30\ndeciders: [C]\n---\n',
      'content/nl/adr/002-wrong.mdx':
        '---\ntitle: A\ndescription: B\nowner: engineering\nnumber: 2\nstatus: agreed\ndate: 2026-06-30\ndeciders: [C]\n---\n',
    };
    const collections = join(folder, '.astro/collections');
    mkdirSync(collections, { recursive: true });
    for (const [file, text] of writeJsonSchemas()) {
      if (!file.includes('/')) writeFileSync(join(collections, file), text);
    }
    writeFileSync(
      join(collections, 'collections.json'),
      listForEditor(
        join(folder, 'content'),
        Object.keys(files).map((f) => f.slice(8)),
      ),
    );
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    editor = await openEditor(folder);
  });

  afterAll(() => {
    editor?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('marks the line of a value that the schema of the folder does not know', async () => {
    const findings = await editor.findings('content/nl/adr/002-wrong.mdx');
    expect(findings.map(({ line, message }) => [line, message])).toEqual([
      [6, expect.stringContaining('proposed')],
    ]);
  });

  test('leaves right frontmatter alone', async () => {
    expect(await editor.findings('content/adr/001-right.mdx')).toEqual([]);
  });
});

interface Editor {
  findings(file: string): Promise<{ line: number; message: string }[]>;
  close(): void;
}

/** The language server of the extension, spoken to as an editor does. */
async function openEditor(folder: string): Promise<Editor> {
  const server = spawn(
    process.execPath,
    [join(root, 'node_modules/@astrojs/language-server/bin/nodeServer.js'), '--stdio'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ask = connect(server);
  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
    capabilities: { textDocument: { diagnostic: {} } },
    initializationOptions: {
      typescript: { tsdk: join(root, 'node_modules/typescript/lib') },
      contentIntellisense: true,
    },
  });
  ask.notify('initialized', {});
  return {
    async findings(file) {
      const uri = pathToFileURL(join(folder, file)).href;
      const text = readFileSync(join(folder, file), 'utf8');
      ask.notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'mdx', version: 1, text },
      });
      const { items } = (await ask('textDocument/diagnostic', { textDocument: { uri } })) as {
        items: { range: { start: { line: number } }; message: string }[];
      };
      return items.map((item) => ({ line: item.range.start.line + 1, message: item.message }));
    },
    close: () => server.kill(),
  };
}

interface Ask {
  (method: string, params: unknown): Promise<unknown>;
  notify(method: string, params: unknown): void;
}

/** JSON-RPC with the header of the language server protocol. */
function connect(server: ChildProcess): Ask {
  const waiting = new Map<number, (result: unknown) => void>();
  let received = Buffer.alloc(0);
  let next = 1;
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  server.stdout?.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const headerEnd = received.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(received.toString('latin1'))?.[1]);
      if (headerEnd < 0 || received.length < headerEnd + 4 + length) return;
      const message = JSON.parse(received.toString('utf8', headerEnd + 4, headerEnd + 4 + length));
      received = received.subarray(headerEnd + 4 + length);
      if (message.method && message.id !== undefined) send({ id: message.id, result: null });
      else if (!message.method) waiting.get(message.id)?.(message.result);
    }
  });
  const ask = (method: string, params: unknown) => {
    const id = next++;
    send({ id, method, params });
    return new Promise<unknown>((resolve) => waiting.set(id, resolve));
  };
  return Object.assign(ask, {
    notify: (method: string, params: unknown) => send({ method, params }),
  });
}
