import { fillText } from '../content-model/plain-text.ts';
import type { Content, Page } from '../content-model/records.ts';
import type { IncidentKit } from '../incident/kit.ts';
import { nameOf, rulebookFrom } from '../incident/rulebook.ts';
import { PORTAL } from './config.ts';
import { formatFact } from './format-fact.ts';

/** The heading of the response page under which its steps stand. */
const STEPS_HEADING = 'the-eight-steps';

/** What the incident page takes along: rules, runbooks, procedure and messages, as plain text. */
export function incidentKit({ data, pages }: Content): IncidentKit {
  const rulebook = rulebookFrom(data);
  const fill = (text: string) =>
    fillText(text, (component, id) => {
      if (component === 'Fact') {
        const fact = data.facts.find((candidate) => candidate.id === id);
        return fact && formatFact(fact, 'en');
      }
      if (component === 'Role') return nameOf(rulebook, id);
      return component === 'Blank' ? `⟦Blank ${id}⟧` : undefined;
    });
  const written = pages.filter(
    (page): page is Page => page.collection !== null && page.locale === 'en',
  );
  const response = written.find(({ path }) => path === PORTAL.home.response);
  const steps = response?.sections.find(({ heading }) => heading.id === STEPS_HEADING);
  return {
    rulebook,
    runbooks: written.flatMap((page) =>
      page.collection === 'runbooks' && page.data
        ? {
            title: page.data.title,
            path: page.path,
            alerts: page.data.alerts,
            steps: page.body.steps.map(({ text, details }) =>
              fill(details ? `${text}\n${details}` : text),
            ),
          }
        : [],
    ),
    procedure: (steps?.sections ?? []).map(({ heading, text }) => ({
      id: heading.id,
      title: heading.text,
      text: fill(text),
      href: `${response?.path}#${heading.id}`,
    })),
    messages: written.flatMap((page) =>
      page.collection === 'templates' && page.data?.kind === 'message'
        ? {
            id: page.path.split('/').at(-2) ?? page.path,
            title: page.data.title,
            channel: page.data.channel ?? 'email',
            subject: page.data.subject,
            sender: page.data.sender ? nameOf(rulebook, page.data.sender) : '',
            placeholders: page.data.placeholders,
            text: fill(page.body.text),
          }
        : [],
    ),
    repository: { url: PORTAL.repository, branch: PORTAL.branch },
    contentFolder: PORTAL.contentFolder,
  };
}
