import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectedErrors } from './broken-expected.ts';
import { checkText, filesIn, playFiles, playText } from './journeys.ts';

const broken = filesIn('broken').map((name) => name.replace('.yaml', ''));

describe('a broken journey', () => {
  it('has an expected error each', () => {
    expect(broken).toEqual(Object.keys(expectedErrors).sort());
  });

  it.each(broken)('is told its line, its field, what is wrong and what to write: %s', (name) => {
    const text = readFileSync(join(import.meta.dirname, 'broken', `${name}.yaml`), 'utf8');
    const { errors } = checkText(text, name);
    const expected = expectedErrors[name];
    expect(errors).toHaveLength(1);
    const [{ line, field, problem, fix } = { line: 0, field: '', problem: '', fix: '' }] = errors;
    expect({ line, field }).toEqual({ line: expected?.line, field: expected?.field });
    expect(problem).toContain(expected?.problem);
    expect(fix).toContain(expected?.fix);
  });
});

describe('the plays', () => {
  it.each(playFiles)('have no error: %s', (name) => {
    expect(checkText(playText(name), name).errors).toEqual([]);
  });
});
