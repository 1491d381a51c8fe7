import { remember, remembered } from '../../in-page/choices.ts';

/** Keeps the theme as the reader chose it, or as the system has it when that is the choice. */
export function setUpTheme(): void {
  const select = document.querySelector<HTMLSelectElement>('[data-theme-choice]');
  if (!select) return;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const system = dark.matches ? 'dark' : 'light';
    document.documentElement.dataset.theme = select.value === 'auto' ? system : select.value;
  };
  select.value = remembered('theme') ?? 'auto';
  select.addEventListener('change', () => {
    apply();
    remember('theme', select.value);
  });
  dark.addEventListener('change', apply);
}
