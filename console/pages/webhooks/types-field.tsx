import type { ReactNode } from 'react';
import { Checks, Segments } from '../../parts/form.tsx';
import { useText } from '../../text/use-text.tsx';
import { notificationTypes } from './webhook-words.tsx';

interface TypesProps {
  readonly all: boolean;
  readonly onAll: (all: boolean) => void;
  readonly types: readonly string[];
  readonly onTypes: (types: readonly string[]) => void;
  /** What is offered; everything when absent. */
  readonly offered?: readonly string[];
  readonly allWords: string;
  readonly error?: string | undefined;
}

/** Everything, or only some types of notifications. */
export function TypesField(props: TypesProps): ReactNode {
  const { all, onAll, types, onTypes, offered = notificationTypes, allWords, error } = props;
  const tell = useText();
  return (
    <>
      <Segments
        label={tell('webhooks.types')}
        options={[
          { value: 'all', name: allWords },
          { value: 'some', name: tell('webhooks.onlyThese') },
        ]}
        value={all ? 'all' : 'some'}
        onChange={(value) => onAll(value === 'all')}
      />
      {!all && (
        <Checks
          label={tell('webhooks.which')}
          options={offered.map((value) => ({ value, name: value }))}
          values={types}
          onChange={onTypes}
          error={error}
        />
      )}
    </>
  );
}
