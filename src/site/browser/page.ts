import { isSingleKey, setUpSingleKeys } from '../../in-page/single-keys.ts';
import { onCopyClick } from './copy.ts';
import { stopAtWhatScrolls } from './scrolling.ts';
import { setUpTheme } from './theme.ts';

setUpTheme();
setUpSingleKeys();
stopAtWhatScrolls();
addEventListener('resize', () => stopAtWhatScrolls());
// A checklist is worked through with code of its own, which no other page fetches.
if (document.querySelector('.checklist-head')) void import('../../checklists/browser/page.ts');

document.addEventListener('click', (event) => {
  const target = event.target as Element;
  onCopyClick(target);
  if (target.closest('[data-print]')) print();
  if (target.closest('[data-search-open]')) openSearch();
});

document.addEventListener('keydown', (event) => {
  const withControl = event.key === 'k' && (event.ctrlKey || event.metaKey);
  if (!withControl && !isSingleKey(event, '/')) return;
  event.preventDefault();
  openSearch();
});

/**
 * Search comes with its own code and style, fetched when somebody first asks for it. What they type
 * meanwhile goes into its field.
 */
async function openSearch(): Promise<void> {
  let typed = '';
  const keep = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.key.length !== 1) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    typed += event.key;
    event.preventDefault();
  };
  addEventListener('keydown', keep);
  try {
    const { openDialog } = await import('./search.ts');
    await openDialog(() => typed);
  } catch {
    alert(document.querySelector<HTMLElement>('[data-search-failed]')?.dataset.searchFailed);
  } finally {
    removeEventListener('keydown', keep);
  }
}
