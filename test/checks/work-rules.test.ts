import { describe, expect, it } from 'vitest';
import { expectAt } from './marked.ts';
import { checklist, guide, playbook, runbook, template } from './sample-content.ts';

describe('runbook/unverified', () => {
  it('finds a runbook that nobody has tried', async () => {
    const [finding] = await expectAt('runbook/unverified', {
      'runbooks/a.mdx': `¦${runbook({ verified: undefined })}`,
    });
    expect(finding?.severity).toBe('warning');
  });

  it('leaves a verified one alone', async () => {
    await expectAt('runbook/unverified', { 'runbooks/a.mdx': runbook() });
  });
});

describe('raci/accountable', () => {
  it('finds rows with no A and with two', async () => {
    await expectAt('raci/accountable', {
      'playbooks/a.mdx': playbook('¦| Intake | R | C |\n| Build | A/R | I |\n¦| Test | A | A |'),
    });
  });

  it('leaves exactly one A alone, also together with an R', async () => {
    await expectAt('raci/accountable', {
      'playbooks/a.mdx': playbook('| Intake | A/R | C |\n| Build | | R, A |'),
    });
  });
});

describe('raci/code', () => {
  it('finds a letter that is none of the four', async () => {
    await expectAt('raci/code', { 'playbooks/a.mdx': playbook('¦| Intake | A | X |') });
  });

  it('leaves the four, empty cells and dashes alone', async () => {
    await expectAt('raci/code', {
      'playbooks/a.mdx': playbook('| Intake | A/R | C/I |\n| Build | A | - |\n| Test | A | |'),
    });
  });
});

describe('playbook/exit-gate', () => {
  it('finds a phase that does not say when it is done', async () => {
    await expectAt('playbook/exit-gate', {
      'playbooks/a.mdx': playbook(undefined, '¦### Phase 0: Intake\n\n- Ask.\n\n**Owners:** Sales'),
    });
  });

  it('leaves a phase with an exit gate alone', async () => {
    await expectAt('playbook/exit-gate', { 'playbooks/a.mdx': playbook() });
  });
});

describe('template/placeholder', () => {
  const declared = { placeholders: [{ id: 'client', label: 'Name of the client' }] };

  it('finds a blank that is not declared, and suggests the one that is meant', async () => {
    const findings = await expectAt('template/placeholder', {
      'templates/a.mdx': template(
        declared,
        'Dear <Blank id="client" /> and ¦<Blank id="clinet" />,',
      ),
    });
    expect(findings[0]?.help).toContain('Did you mean "client"?');
  });

  it('finds a declared blank that is not used', async () => {
    await expectAt('template/placeholder', {
      'templates/a.mdx': template({ placeholders: '=[{ ¦id: client, label: Client }]' }),
      'checklists/a.mdx': checklist({ placeholders: '=[{ ¦id: date, label: Date }]' }),
    });
  });

  it('finds a blank on a page that nobody fills in', async () => {
    await expectAt('template/placeholder', {
      'guides/a.mdx': guide('## Start\n\nDear ¦<Blank id="client" />,'),
    });
  });

  it('leaves declared and used blanks alone', async () => {
    await expectAt('template/placeholder', {
      'templates/a.mdx': template(declared, 'Dear <Blank id="client" />,'),
      'checklists/a.mdx': checklist(declared, '- [ ] Call <Blank id="client" />'),
    });
  });
});
