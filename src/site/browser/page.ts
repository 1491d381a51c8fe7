import { onCopyClick } from './copy.ts';
import { stopAtWhatScrolls } from './scrolling.ts';
import { setUpTheme } from './theme.ts';

setUpTheme();
stopAtWhatScrolls();
addEventListener('resize', stopAtWhatScrolls);

document.addEventListener('click', (event) => {
  const target = event.target as Element;
  onCopyClick(target);
  if (target.closest('[data-print]')) print();
  if (target.closest('[data-search-open]')) openSearch();
});

document.addEventListener('keydown', (event) => {
  const typing = (event.target as Element).closest('input, textarea, select, [contenteditable]');
  const shortcut =
    (event.key === 'k' && (event.ctrlKey || event.metaKey)) ||
    (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey);
  if (!shortcut) return;
  event.preventDefault();
  openSearch();
});

/** Search comes with its own code and style, fetched when somebody first asks for it. */
async function openSearch(): Promise<void> {
  const { openDialog } = await import('./search.ts');
  openDialog();
}
