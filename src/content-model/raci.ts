import { inlineText, soleId } from './plain-text.ts';
import type { RaciRow } from './records.ts';
import { descendants, type Node, placeOf } from './tree.ts';

/** The rows of the RACI tables among nodes: the first row names the roles, the first column the activities. */
export function raciRows(nodes: readonly Node[]): RaciRow[] {
  return nodes
    .flatMap((node) => [...descendants(node)])
    .filter((node) => node.type === 'table')
    .flatMap(({ children: [head, ...rows] }) => {
      const roles = head?.children.slice(1).map(cellText).map(roleName) ?? [];
      return rows.map((row) => ({
        activity: cellText(row.children[0]),
        codes: roles.map((role, index) => ({
          role,
          codes: codesOf(cellText(row.children[index + 1])),
        })),
        place: placeOf(row),
      }));
    });
}

const cellText = (cell: Node | undefined) =>
  cell && 'children' in cell ? inlineText(cell.children).trim() : '';

const roleName = (text: string) => soleId(text, 'Role') ?? text;

/** `A/R` and `R, A` are two codes each; an empty cell, or one with only a dash, has none. */
const codesOf = (cell: string) =>
  cell.split(/[/,&+\s]+/).filter((code) => code !== '' && !/^[-–—]$/.test(code));
