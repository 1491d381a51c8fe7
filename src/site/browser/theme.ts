/** Keeps the theme as the reader chose it, or as the system has it when that is the choice. */
export function setUpTheme(): void {
  const select = document.querySelector<HTMLSelectElement>('[data-theme-choice]');
  if (!select) return;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const system = dark.matches ? 'dark' : 'light';
    document.documentElement.dataset.theme = select.value === 'auto' ? system : select.value;
  };
  select.value = remembered() ?? 'auto';
  select.addEventListener('change', () => {
    apply();
    remember(select.value);
  });
  dark.addEventListener('change', apply);
}

/** Where storage is switched off, the choice holds for the page that is open. */
function remembered(): string | null {
  try {
    return localStorage.getItem('theme');
  } catch {
    return null;
  }
}

function remember(choice: string): void {
  try {
    localStorage.setItem('theme', choice);
  } catch {
    // Nothing to do: the page shows the choice already.
  }
}
