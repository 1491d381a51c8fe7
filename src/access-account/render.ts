import { styleText } from 'node:util';
import type { Change, Detail } from './change.ts';
import { printable } from './failure.ts';
import type { AccessFinding } from './finding.ts';
import { count } from './people.ts';
import type { Plan } from './plan.ts';

export interface Look {
  colour: boolean;
}

const COLOURS: Record<Detail['sign'], 'green' | 'red' | 'yellow' | 'magenta'> = {
  '+': 'green',
  '-': 'red',
  '~': 'yellow',
  '!': 'magenta',
};

/** A plan as a person reads it: what differs, who is cut off, seats, findings, and what to do. */
export function renderPlan(plan: Plan, { colour }: Look): string {
  const { changes, losses, seats, findings, gate } = plan;
  const sections = [
    changes.map((change) => renderChange(change, { colour })).join('\n'),
    losses.length === 0
      ? ''
      : [
          `People who lose access (${losses.length}):`,
          ...losses.map(({ who, what }) => `  - ${printable(who)}: ${what.join('; ')}`),
        ].join('\n'),
    renderSeats(seats),
    findings.map((found) => renderFinding(found, { colour })).join('\n'),
    gate
      ? [
          'What the gate has to know (docs/deploying.md, step 6):',
          `  ACCESS_TEAM_DOMAIN ${printable(gate.teamDomain)}`,
          `  ACCESS_AUD         ${printable(gate.aud)}`,
        ].join('\n')
      : '',
    verdict(plan),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

/** One difference, with its details below it. */
export function renderChange({ sign, what, name, details }: Change, look: Look): string {
  const head = paint(sign, `${sign} ${what} "${printable(name)}"`, look);
  return [
    head,
    ...details.map((detail) =>
      paint(detail.sign, `    ${detail.sign} ${printable(detail.text)}`, look),
    ),
  ].join('\n');
}

/** One finding: what is wrong, and how to mend it. */
export function renderFinding(
  { rule, severity, file, line, message, help }: AccessFinding,
  { colour }: Look,
): string {
  const place = file === 'cloudflare' ? '' : ` ${file}:${line}`;
  const word = colour ? styleText(severity === 'error' ? 'red' : 'yellow', severity) : severity;
  return `${word} ${rule}${place}: ${printable(message)}\n    ${printable(help)}`;
}

function renderSeats({ used, limit, freed, expected }: Plan['seats']): string {
  const later = [
    freed > 0 ? `${freed} ${freed === 1 ? 'becomes' : 'become'} free` : '',
    expected > 0
      ? `${expected} listed ${expected === 1 ? 'person has' : 'people have'} not signed in yet`
      : '',
  ].filter(Boolean);
  return `Seats: ${used} of ${limit} taken${later.map((part) => `, ${part}`).join('')}.`;
}

function verdict({ changes, findings }: Plan): string {
  const blocked = findings.filter(({ blocks }) => blocks).length;
  const errors = findings.filter(({ severity }) => severity === 'error').length - blocked;
  if (blocked > 0)
    return `Refused: ${count(blocked, 'error')} above ${blocked === 1 ? 'has' : 'have'} to be mended first. Nothing was changed.`;
  if (changes.length > 0) {
    return `${count(changes.length, 'difference')}. To make them: npm run access -- apply --yes`;
  }
  return errors > 0
    ? `The account is as the file says, and ${count(errors, 'error')} above remain${errors === 1 ? 's' : ''} to be mended by hand.`
    : 'The account is as the file says.';
}

function paint(sign: Detail['sign'], line: string, { colour }: Look): string {
  return colour ? styleText(COLOURS[sign], line) : line;
}

/** A plan as JSON, in the form of the other checks, with the differences added. */
export function planAsJson({ changes, losses, seats, findings }: Plan): string {
  const errors = findings.some(({ severity }) => severity === 'error');
  const report = {
    version: 1,
    status: errors || changes.length > 0 ? 'findings' : 'ok',
    checked: { files: 1, links: 0, seats: seats.used },
    skipped: [],
    findings,
    changes: changes.map(({ sign, what, name, details }) => ({ sign, what, name, details })),
    losses,
    seats,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Exit code of `plan`: 0 the account is as the file says, 1 it differs or something is wrong. */
export function planExitCode({ changes, findings }: Plan, strict: boolean): 0 | 1 {
  const wrong = findings.some(({ severity }) => strict || severity === 'error');
  return wrong || changes.length > 0 ? 1 : 0;
}
