import { Fragment, type ReactNode } from 'react';
import { Diff } from '../../parts/code.tsx';

interface Rule {
  readonly topic: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const topicOf = (rule: string): [topic: string, words: string] => {
  const at = rule.indexOf(': ');
  return at < 0 ? ['', rule] : [rule.slice(0, at), rule.slice(at + 2)];
};

/** The rules of both, topic by topic, in the order of the old ones. */
export function rulesOf(before: readonly string[], after: readonly string[] | undefined): readonly Rule[] {
  const old = new Map(before.map(topicOf));
  const next = after === undefined ? old : new Map(after.map(topicOf));
  return [...new Set([...old.keys(), ...next.keys()])].map((topic) => ({
    topic,
    ...{ before: old.get(topic), after: next.get(topic) },
  }));
}

/** The rules in words; what a text would change is struck and added. The API says them in English. */
export function Words({ rules }: { readonly rules: readonly Rule[] }): ReactNode {
  return (
    <dl className="facts" lang="en">
      {rules.map(({ topic, before, after }) => (
        <Fragment key={topic}>
          <dt>{topic}</dt>
          <dd className="anywhere">
            {before === after ? (
              after
            ) : (
              <Diff
                parts={[
                  ...(before === undefined ? [] : [{ kind: 'struck' as const, text: before }]),
                  ...(after === undefined ? [] : [{ kind: 'added' as const, text: after }]),
                ]}
              />
            )}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
