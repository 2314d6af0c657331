import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormats } from '../../data/session.tsx';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useText } from '../../text/use-text.tsx';
import { type Import, useSum } from './import-words.tsx';

/** What became of the rows: the sum closes. */
export function ImportFigures({ of }: { readonly of: UseQueryResult<Import> }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const sumOf = useSum();
  const isOfOrders = of.data?.kind !== 'members';
  return (
    <Figures>
      <Figure
        label={tell('imports.rows')}
        of={of}
        value={({ counts }) => number(counts.lines)}
        note={({ counts }) => sumOf(counts)}
      />
      <Figure
        label={tell('imports.taken')}
        of={of}
        value={({ counts }) => number(counts.imported)}
        note={({ counts, dryRun }) => {
          const given = { n: counts.newMembers, count: number(counts.newMembers) };
          return dryRun ? tell('imports.wouldBeNew', given) : tell('imports.newMembers', given);
        }}
      />
      <Figure
        label={tell('imports.there')}
        of={of}
        value={({ counts }) => number(counts.duplicates)}
        note={() => tell('imports.thereWhat')}
      />
      {isOfOrders && (
        <Figure
          label={tell('imports.leftOut')}
          of={of}
          value={({ counts }) => number(counts.leftOut)}
          note={() => tell('imports.leftOutWhat')}
        />
      )}
      <Figure
        label={tell('imports.rejected')}
        of={of}
        value={({ counts }) => number(counts.rejected)}
        to={({ counts }) => (counts.rejected === 0 ? undefined : '#rejects')}
        note={() => tell('imports.rejectedWhat')}
      />
      <Figure
        label={tell('imports.points')}
        of={of}
        value={({ counts }) => number(counts.pointsGiven)}
        note={({ counts }) =>
          counts.lapsedPoints === 0
            ? tell('imports.pointsWhat')
            : tell('imports.lapsed', { n: counts.lapsedPoints, count: number(counts.lapsedPoints) })
        }
      />
    </Figures>
  );
}
