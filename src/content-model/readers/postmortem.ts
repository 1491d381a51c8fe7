import { inlineText, itemText, soleId } from '../plain-text.ts';
import type { ActionRow, Bodies, TimelineRow } from '../records.ts';
import { findSection, nodesUnder } from '../sections.ts';
import { type Node, placeOf } from '../tree.ts';
import { type BodySource, firstTable } from './body-source.ts';
import { listsUnder } from './steps.ts';

/** Reads the timeline, the actions and the follow-ups of a post-mortem. Times become UTC moments. */
export function readPostmortem(source: BodySource): Bodies['postmortems'] {
  const day = dayOfDetection(source);
  return {
    timeline: rowsOf(source, 'timeline').map((row): TimelineRow => {
      const [time = '', event = ''] = cellsOf(row);
      return { at: moment(time, day), event, place: placeOf(row) };
    }),
    actions: rowsOf(source, 'actions').map((row): ActionRow => {
      const [action = '', owner = '', due = '', state = '', note = ''] = cellsOf(row);
      return {
        action,
        owner: soleId(owner, 'Role') ?? owner,
        due,
        state,
        note,
        place: placeOf(row),
      };
    }),
    followUps: followUps(source),
  };
}

function rowsOf(source: BodySource, key: string) {
  const section = findSection(source, key);
  return section ? firstTable([...nodesUnder(section)].map(({ node }) => node)) : [];
}

const cellsOf = (row: Extract<Node, { type: 'tableRow' }>) =>
  row.children.map((cell) => inlineText(cell.children).trim());

/** `YYYY-MM-DD`: as the frontmatter says, or else the file name. */
function dayOfDetection({ frontmatter, file }: BodySource): string | undefined {
  const detected =
    typeof frontmatter === 'object' && frontmatter !== null && 'detected' in frontmatter
      ? String(frontmatter.detected)
      : '';
  const day = /^\d{4}-\d{2}-\d{2}/;
  return day.exec(detected)?.[0] ?? day.exec(file.split('/').at(-1) ?? '')?.[0];
}

/** `03:14` or `2026-07-03 00:10` as a moment in UTC. Anything else stays what it is. */
function moment(time: string, day: string | undefined): string {
  const [, date = day, clock] =
    /^(?:(\d{4}-\d{2}-\d{2})[T ]+)?(\d{1,2}:\d{2})(?:\s*(?:Z|UTC))?$/.exec(time) ?? [];
  return date && clock ? `${date}T${clock.padStart(5, '0')}Z` : time;
}

function followUps(source: BodySource): Bodies['postmortems']['followUps'] {
  const section = findSection(source, 'followUps');
  if (!section) return [];
  return [...listsUnder(section)].flatMap(({ list }) =>
    list.children.map((item) => ({
      text: itemText(item),
      done: item.checked === true,
      place: placeOf(item),
    })),
  );
}
