/** Keeps the theme as the reader chose it, or as the system has it when that is the choice. */
export function setUpTheme(): void {
  const select = document.querySelector<HTMLSelectElement>('[data-theme-choice]');
  if (!select) return;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const system = dark.matches ? 'dark' : 'light';
    document.documentElement.dataset.theme = select.value === 'auto' ? system : select.value;
  };
  select.value = localStorage.getItem('theme') ?? 'auto';
  select.addEventListener('change', () => {
    localStorage.setItem('theme', select.value);
    apply();
  });
  dark.addEventListener('change', apply);
}
