/** Numbers as people spell them out, in English and Dutch. */

const ENGLISH_SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const ENGLISH_TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
const DUTCH_SMALL =
  'nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien';
const DUTCH_TENS = 'twintig dertig veertig vijftig zestig zeventig tachtig negentig';

/** Lower-case words to numbers, up to a thousand. "a" and "an" are not numbers here. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(spelledOut());

function* spelledOut(): Iterable<[string, number]> {
  const english = ENGLISH_SMALL.split(' ');
  yield* english.map((word, number): [string, number] => [word, number]);
  for (const [index, tens] of ENGLISH_TENS.split(' ').entries()) {
    const number = (index + 2) * 10;
    yield [tens, number];
    for (let unit = 1; unit <= 9; unit += 1) yield [`${tens}-${english[unit]}`, number + unit];
  }
  const dutch = DUTCH_SMALL.split(' ');
  yield* dutch.map((word, number): [string, number] => [word, number]);
  yield ['één', 1];
  for (const [index, tens] of DUTCH_TENS.split(' ').entries()) {
    const number = (index + 2) * 10;
    yield [tens, number];
    for (let unit = 1; unit <= 9; unit += 1) {
      // The diaeresis keeps two and three apart from the joint: "tweeëntwintig".
      const joint = dutch[unit]?.endsWith('e') ? 'ën' : 'en';
      yield [`${dutch[unit]}${joint}${tens}`, number + unit];
    }
  }
  yield* [
    ['hundred', 100],
    ['honderd', 100],
    ['thousand', 1000],
    ['duizend', 1000],
  ] as [string, number][];
}
