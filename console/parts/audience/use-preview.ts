import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { fileOf, isBlock, type Path } from '../../data/condition-file.ts';
import { Refused } from '../../data/refused.ts';
import { asYaml } from '../../data/segments.ts';
import { useWords } from '../../text/use-text.tsx';
import { type Fault, faultsOf, fieldOf } from './context.ts';

/** A person who types has stopped. */
const restMs = 350;

/** The text once nobody has changed it for a moment. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

export interface Preview {
  /** Absent while it is asked, and of a condition that cannot be asked. */
  readonly data: Shape['SegmentPreview'] | undefined;
  readonly query: UseQueryResult<Shape['SegmentPreview']>;
  readonly isCounting: boolean;
  readonly faults: readonly Fault[];
  /** A fault that is none of the condition's. */
  readonly error: Error | null;
}

/** A group that nothing is in yet asks nothing. */
const isWhole = (who: unknown): boolean =>
  isBlock(who) &&
  Object.entries(who).every(([key, value]) => {
    if (key === 'all' || key === 'any') return Array.isArray(value) && value.length > 0 && value.every(isWhole);
    return key !== 'not' || isWhole(value);
  });

/**
 * Who meets the condition of a file now; a newer question ends the one before. `who` is what stands there. A whole segment is sent as
 * it is written, so that faults name its lines; of another file the condition alone is sent.
 */
export function usePreview(text: string, who: unknown, isSegment = true): Preview {
  const { language } = useWords();
  const rested = useRested(text);
  const isAsked = isWhole(who);
  const query = useQuery({
    queryKey: ['segment-preview', rested, language],
    queryFn: ({ signal }) => {
      const { headers, ...body } = asYaml(isSegment ? rested : fileOf({ who }));
      return read(
        api.POST('/segments/preview', {
          params: { query: { parts: true } },
          headers: { ...headers, 'Accept-Language': language },
          ...{ ...body, signal },
        }),
      );
    },
    enabled: isAsked && rested === text,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const isStill = rested === text && isAsked;
  const refused = isStill && query.error instanceof Refused ? query.error.problem : undefined;
  return {
    ...{ query, data: isStill ? query.data : undefined },
    isCounting: isAsked && (!isStill || query.isFetching),
    faults: faultsOf(refused?.errors).map((fault) => (isSegment ? fault : { ...fault, line: undefined })),
    error: isStill && refused?.errors === undefined ? query.error : null,
  };
}

/** Members who meet the condition at a place alone. `base` is where the condition stands in its file. */
export function aloneIn(data: Shape['SegmentPreview'] | undefined, base: Path) {
  return (path: Path): number | undefined => {
    const inner = path.slice(base.length).join('.');
    return data?.parts?.find((part) => part.path.join('.') === inner)?.alone;
  };
}

/** Faults of the condition at a place and of what is in it. The API calls the place `who`, wherever it stands in the file. */
export const faultsIn =
  (faults: readonly Fault[], base: Path) =>
  (path: Path): readonly Fault[] => {
    const place = fieldOf(['who', ...path.slice(base.length)]);
    return faults.filter(
      ({ field }) => field === place || (/^[.[]/.test(field.slice(place.length)) && field.startsWith(place)),
    );
  };
