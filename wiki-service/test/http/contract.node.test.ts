import { describe } from 'vitest';
import { describeContract } from './contract.ts';
import { startOnNode } from './wiki-stack.ts';

describe('the wiki service on Node', () => describeContract((supabase) => startOnNode(supabase)));
