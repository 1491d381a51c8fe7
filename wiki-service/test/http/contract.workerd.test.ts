import { describe } from 'vitest';
import { describeContract } from './contract.ts';
import { startOnWorkerd } from './wiki-stack.ts';

describe('the wiki service on Workers', () => describeContract(startOnWorkerd));
