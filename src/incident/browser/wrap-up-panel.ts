import { githubNewFileUrl } from '../../authoring/github-urls.ts';
import { button, download, h } from '../../in-page/elements.ts';
import { exportRecord, recordFileName } from '../exchange.ts';
import { writePostmortem } from '../postmortem.ts';
import type { Desk } from './desk.ts';
import { field } from './dom.ts';

/**
 * The record as a file, on paper, and as a post-mortem. Gives the function that writes the post-mortem
 * and leads to it.
 */
export function makeWrapUp(panel: Element, desk: Desk): () => void {
  const result = h('div', { role: 'status', tabindex: '-1' });
  panel.replaceChildren(
    h(
      'p',
      { class: 'tools' },
      button('Export the record', () => {
        if (desk.record) download(recordFileName(desk.record), exportRecord(desk.record));
      }),
      button('Print', () => print()),
    ),
    result,
  );
  return () => {
    showPostmortem(result, desk);
    (result.querySelector('a') ?? result).focus();
  };
}

function showPostmortem(result: Element, desk: Desk): void {
  const { record } = desk;
  if (!record) return;
  const page = writePostmortem(record, desk.kit.rulebook);
  if (page.refused !== undefined) {
    result.replaceChildren(h('p', {}, page.refused));
    return;
  }
  const { file, text } = page;
  const { url, filled } = githubNewFileUrl(
    desk.kit.repository,
    `${desk.kit.contentFolder}/${file}`,
    text,
  );
  const area = h('textarea', { rows: '12', readonly: true, 'data-postmortem': file });
  area.value = text;
  result.replaceChildren(
    h(
      'p',
      { class: 'tools' },
      h('a', { class: 'button primary', href: url }, 'Open it in GitHub’s editor'),
      button('Download it', () => download(file.replace('postmortems/', ''), text)),
    ),
    h(
      'p',
      {},
      filled
        ? 'What is not known yet says so; write it before you finish the page.'
        : 'The text is too long for a link: download it, or copy it from here into the editor.',
    ),
    field('The post-mortem', area),
  );
}
