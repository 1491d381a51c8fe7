import { describe, expect, it } from 'vitest';
import { evaluateSeverity } from '../../src/incident/severity.ts';
import { rulebook } from './setting.ts';

describe('SONAN DIGITAL (Incident response, 1. Incident Classification)', () => {
  it.each([
    ['unreachable', 'yes', 'P1'],
    ['log-in', 'no', 'P1'],
    ['payments', 'yes', 'P1'],
  ])('the question "%s" answered "%s" makes it a %s', (question, answer, severity) => {
    const found = evaluateSeverity(rulebook, 'sonan', { questions: { [question]: answer } });
    expect(found.severity).toBe(severity);
    expect(found.source).toMatch(/1\. Incident Classification/);
  });

  it('broken payments may be a P2 as well, and the higher one is taken', () => {
    const found = evaluateSeverity(rulebook, 'sonan', { questions: { payments: 'yes' } });
    expect(found).toMatchObject({ severity: 'P1', doubt: 'P2' });
    expect(found.rule).toBe('Is payment processing broken? Yes. Yes: P1 or P2.');
    expect(found.advice).toContain('In doubt between P1 and P2, start at P1');
  });

  it('an outage decides before anything that leaves room for doubt', () => {
    const questions = { payments: 'yes', unreachable: 'yes' };
    expect(evaluateSeverity(rulebook, 'sonan', { questions }).doubt).toBeUndefined();
  });

  it.each([
    ['P1', 'some', 'P1'],
    ['P2', 'some', 'P2'],
    ['P3', 'some', 'P3'],
    ['P4', 'some', 'P4'],
    ['P1', 'all', 'P1'],
    ['P2', 'all', 'P1'],
    ['P3', 'all', 'P2'],
    ['P4', 'all', 'P4'],
  ])('what fits the table at %s and hits %s users is a %s', (level, everyone, severity) => {
    const found = evaluateSeverity(rulebook, 'sonan', { marked: [level], questions: { everyone } });
    expect(found.severity).toBe(severity);
  });

  it('says nothing when nothing was answered', () => {
    expect(evaluateSeverity(rulebook, 'sonan', {}).severity).toBeUndefined();
    const fine = { unreachable: 'no', 'log-in': 'yes', payments: 'no' };
    expect(evaluateSeverity(rulebook, 'sonan', { questions: fine }).severity).toBeUndefined();
  });
});

describe('the policy (Severity Classification Process while reporting incidents)', () => {
  it.each([
    ['p1-complete-outage', 'P1'],
    ['p1-wide-impact', 'P1'],
    ['p1-serious-implications', 'P1'],
    ['p1-priority-customer-or-recurrent', 'P1'],
    ['p2-major-degradation', 'P2'],
    ['p2-several-areas', 'P2'],
    ['p2-sla-at-risk', 'P2'],
    ['p3-local-impact', 'P3'],
    ['p3-moderate-degradation', 'P3'],
  ])('the condition %s alone makes it a %s', (condition, severity) => {
    const found = evaluateSeverity(rulebook, 'incident-policy', { marked: [condition] });
    expect(found.severity).toBe(severity);
    expect(found.rule.startsWith(`${severity}: `)).toBe(true);
  });

  it('one condition of P1 outweighs any number of others', () => {
    const marked = ['p3-local-impact', 'p2-several-areas', 'p1-wide-impact'];
    expect(evaluateSeverity(rulebook, 'incident-policy', { marked }).severity).toBe('P1');
  });

  it('no condition at all makes it a P4', () => {
    expect(evaluateSeverity(rulebook, 'incident-policy', {})).toMatchObject({
      severity: 'P4',
      rule: 'P4: None of the conditions for P1, P2 or P3 applies.',
    });
  });

  it('has no condition that this table leaves out', () => {
    const scheme = rulebook.severities.find(({ id }) => id === 'incident-policy');
    expect(scheme?.levels.flatMap(({ conditions }) => conditions)).toHaveLength(9);
  });
});

describe('Mr. DJ (3. Escalatiepaden)', () => {
  it.each(['P1', 'P2', 'P3'])('what fits %s is a %s', (level) => {
    expect(evaluateSeverity(rulebook, 'mr-dj', { marked: [level] }).severity).toBe(level);
  });

  it('has no P4, and no question of others counts', () => {
    const answers = { marked: ['P4'], questions: { unreachable: 'yes' } };
    expect(evaluateSeverity(rulebook, 'mr-dj', answers).severity).toBeUndefined();
  });
});
