/** Drawings on a grid of 20 by 20, as paths of a line. */
const PATHS = {
  bold: 'M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z',
  italic: 'M9 4h6M5 16h6M12 4 8 16',
  strike: 'M4 10h12M14 6.5C14 5 12 4 10 4S6 5 6 7s1.5 2.5 4 3 4 1 4 3-2 3-4 3-4-1-4-2.5',
  code: 'm7 6-4 4 4 4M13 6l4 4-4 4',
  link: 'M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 1 0-4.2-4.2l-.8.8M11.5 8.5a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 1 0 4.2 4.2l.8-.8',
  bulletList: 'M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01',
  orderedList: 'M8 5h9M8 10h9M8 15h9M3 4l1-1v4M3 12.5c0-1.5 2-1.5 2 0 0 1-2 1.500-2 3h2',
  blockquote: 'M4 5v10M8 6h9M8 10h9M8 14h6',
  codeBlock: 'M3 4h14v12H3zM8 8l-2 2 2 2M12 8l2 2-2 2',
  callout: 'M3 4h14v9H9l-4 3v-3H3zM7 8.500h6',
  table: 'M3 4h14v12H3zM3 8h14M3 12h14M8 4v12',
  image: 'M3 4h14v12H3zM3 14l4-4 3 3 3-4 4 5M7 7.500h.01',
  fact: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2',
  rule: 'M3 10h14',
  undo: 'M7 4 3 8l4 4M3 8h9a4 4 0 0 1 0 8h-3',
  redo: 'm13 4 4 4-4 4M17 8H8a4 4 0 0 0 0 8h3',
  warn: 'M10 3 2.500 16.500h15zM10 8v4M10 14.500h.01',
  back: 'm9 4-6 6 6 6M3 10h14',
  close: 'm5 5 10 10M15 5 5 15',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside a word or in a button with a label; itself it says nothing. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="wk-icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
