import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWords } from '../text/use-text.tsx';
import { api, read, type Shape } from './api.ts';

/** No notification tells of a segment that was applied: the list is asked for so often. */
const changedEveryMs = 15_000;
/** Counting asks about every member: a figure stands so long before it is read again. */
const countedForMs = 60_000;

export const segmentKey = (code: string): readonly string[] => ['segment', code];

export const useSegments = (): UseQueryResult<Shape['SegmentList']> => {
  const { language } = useWords();
  return useQuery({
    queryKey: ['segments', language],
    queryFn: () => read(api.GET('/segments', { headers: { 'Accept-Language': language } })),
    refetchInterval: changedEveryMs,
  });
};

export const useSegment = (code: string): UseQueryResult<Shape['Segment']> => {
  const { language } = useWords();
  return useQuery({
    queryKey: [...segmentKey(code), 'words', language],
    queryFn: () =>
      read(api.GET('/segments/{code}', { params: { path: { code } }, headers: { 'Accept-Language': language } })),
  });
};

/** How many are in it and who can be reached; `revision` has it counted again when the condition changes. */
export const useSegmentCount = (code: string, revision: number | undefined): UseQueryResult<Shape['Audience']> =>
  useQuery({
    queryKey: [...segmentKey(code), 'count', revision],
    queryFn: ({ signal }) => read(api.GET('/segments/{code}/count', { params: { path: { code } }, signal })),
    enabled: revision !== undefined,
    staleTime: countedForMs,
    refetchInterval: countedForMs,
  });

/** A YAML file as a body: the API names the lines of what is wrong in it. */
export const asYaml = (text: string) => ({
  headers: { 'Content-Type': 'application/yaml' },
  body: text as never,
  bodySerializer: (body: unknown) => body as string,
});
