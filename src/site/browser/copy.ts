const SHOWN_MS = 2_000;

/** What a copy button copies: the code beside it, the element that it names, or a whole section. */
function textFor(button: HTMLElement): string | undefined {
  const { copy, copySection } = button.dataset;
  if (copySection !== undefined) return sectionText(copySection);
  if (copy === undefined) return undefined;
  if (copy !== '' && copy !== 'true') return document.getElementById(copy)?.textContent ?? '';
  return button.parentElement?.querySelector('code')?.textContent ?? '';
}

/** The text between a heading and the next one of its level, as it would be pasted. */
function sectionText(id: string): string {
  const heading = document.getElementById(id);
  const root = document.documentElement;
  // Leaves out what is on the page only to be clicked, which `innerText` would take along.
  root.dataset.copying = '';
  const parts: string[] = [];
  for (let node = heading?.nextElementSibling; node; node = node.nextElementSibling) {
    if (node.tagName === heading?.tagName || node.tagName === 'FOOTER') break;
    // biome-ignore lint/performance/useDomNodeTextContent: line breaks must come out as they are seen.
    parts.push((node as HTMLElement).innerText.trim());
  }
  delete root.dataset.copying;
  return parts.filter(Boolean).join('\n\n');
}

/** Copies, and says so on the button and to screen readers. */
export async function onCopyClick(target: Element): Promise<void> {
  const button = target.closest<HTMLElement>('[data-copy], [data-copy-section]');
  const text = button ? textFor(button) : undefined;
  const status = document.querySelector<HTMLElement>('[data-copy-status]');
  if (!button || text === undefined || !status || button.dataset.state) return;
  const label = button.textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
    button.dataset.state = 'done';
    status.textContent = status.dataset.copied ?? '';
  } catch {
    button.dataset.state = 'failed';
    status.textContent = status.dataset.failed ?? '';
  }
  button.textContent = status.textContent;
  setTimeout(() => {
    button.textContent = label;
    status.textContent = '';
    delete button.dataset.state;
  }, SHOWN_MS);
}
