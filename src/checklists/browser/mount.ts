import { valueAt } from '../run.ts';
import { type Checklist, makeDesk, type Shown } from './desk.ts';
import { keptRuns } from './keep-runs.ts';
import { makePanel, type Parts } from './panel.ts';
import { readList } from './read-list.ts';
import { makeStep } from './steps.ts';
import type { makeTools, Tools } from './tools.ts';

/** Fetches what is needed only once there is a run. */
export type LoadTools = () => Promise<{ makeTools: typeof makeTools }>;

/** Makes every checklist under `root` one that can be worked through. */
export function mountChecklists(root: ParentNode, loadTools: LoadTools): void {
  for (const head of root.querySelectorAll<HTMLElement>('.checklist-head')) {
    const { path = '', title = '', locale = '' } = head.dataset;
    const words = head.querySelector('[data-checklist-words]')?.textContent;
    if (!head.parentElement || !words) continue;
    const checklist = { path, title, locale, words: JSON.parse(words) };
    mountChecklist(head.parentElement, checklist, loadTools);
  }
}

/**
 * Makes a checklist one that can be worked through. `element` holds its head and its text as the
 * portal renders them. Runs go by the checklist's path, wherever it is shown.
 */
export function mountChecklist(
  element: HTMLElement,
  checklist: Checklist,
  loadTools: LoadTools,
): void {
  const part: Parts = (name) => element.querySelector(`[data-desk="${name}"]`) as never;
  const list = readList(element, checklist.title);
  const desk = makeDesk(checklist, keptRuns(), draw);
  const steps = list.steps.map((step) => makeStep(step, desk));
  const drawPanel = makePanel(part, list, desk);
  let tools: Tools | undefined;

  /** Without them, which takes a network that fails now, the list can still be worked through. */
  async function fetchTools(): Promise<Tools | undefined> {
    const loaded = await loadTools().catch(() => undefined);
    if (loaded && !tools) {
      tools = loaded.makeTools(element, part, list, desk);
      tools.draw(desk.look());
    }
    return tools;
  }

  function draw(shown: Shown): void {
    const { run } = shown;
    for (const { key, input } of list.fields) {
      const value = run ? valueAt(run, key) : '';
      if (!desk.isOnItsWay(key) && input.value !== value) input.value = value;
    }
    for (const drawStep of steps) drawStep(run);
    drawPanel(shown);
    if (tools) tools.draw(shown);
    else if (run) void fetchTools();
  }

  for (const { key, input } of list.fields) {
    input.addEventListener('input', () => void desk.keep(key, input.value));
  }
  const file = part<HTMLInputElement>('file');
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? [];
    if (chosen) await (await fetchTools())?.takeFile(chosen);
    // The same file can be chosen again.
    file.value = '';
  });
  element.querySelector('[data-waiting]')?.removeAttribute('data-waiting');
  void desk.start();
}
