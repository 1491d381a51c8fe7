import { h } from '../../in-page/elements.ts';

const DAY = 86_400_000;
/** How many days a copy is taken for new. */
const NEW_FOR = 7;

/** Says how old this copy is, once it is not new any more. */
function showAge(): void {
  const notice = document.querySelector<HTMLElement>('[data-made]');
  const age = notice?.querySelector('[data-age]');
  if (!notice || !age) return;
  const days = Math.floor((Date.now() - Date.parse(notice.dataset.made ?? '')) / DAY);
  if (!(days > NEW_FOR)) return;
  age.textContent = `This copy is ${days} days old.`;
  notice.hidden = false;
}

/** Whether this browser keeps anything for this file: some do not for one that is opened from disk. */
async function canKeep(): Promise<boolean> {
  const name = 'on-call-pack-probe';
  try {
    return await new Promise<boolean>((resolve) => {
      const request = indexedDB.open(name);
      request.onerror = () => resolve(false);
      request.onsuccess = () => {
        request.result.close();
        indexedDB.deleteDatabase(name);
        resolve(true);
      };
    });
  } catch {
    return false;
  }
}

showAge();
void canKeep().then((can) => {
  if (can) return;
  const notice =
    'This browser keeps nothing for this file: what you enter lives in this tab only. Export the record before you close it.';
  document
    .querySelector('.incident')
    ?.prepend(h('p', { class: 'pack-keeps-nothing', role: 'alert' }, notice));
});
