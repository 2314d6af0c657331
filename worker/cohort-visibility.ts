import type { WorkflowStartOptions } from '@temporalio/client';
import { type SearchAttributePair, TypedSearchAttributes } from '@temporalio/common';
import type { Logger } from 'pino';
import { grpcCode, grpcCodeOf, grpcProblemOf } from '../platform/grpc-code.ts';
import type { Metrics } from '../platform/metrics.ts';
import { cohortAttributes } from '../platform/search-attributes.ts';
import type { CohortLabels } from '../modules/enrolments/rows-cohorts.ts';

/** After a refusal cohorts start without search attributes for so long before one tries again. */
const tryAgainAfterMs = 5 * 60_000;

type Labelled = Pick<WorkflowStartOptions, 'memo' | 'typedSearchAttributes'>;

/** Starts workflows so that Temporal can show which campaign they carry. */
export interface CohortVisibility {
  /** Calls `start` with what the workflow is to be labelled with; a second time with less where the server refuses. */
  start(
    labels: CohortLabels & { readonly size: number },
    start: (labelled: Labelled) => Promise<unknown>,
  ): Promise<void>;
}

/**
 * Labels that never hold a cohort up: a server that does not know the search attributes gets the same start without them at once,
 * and is asked again after a while. They are given at the start only: to add them to a running workflow would write into its
 * history, and one that began without them is found by its id.
 */
export function createCohortVisibility(
  { logger, metrics }: { logger: Logger; metrics: Metrics },
  now: () => number = Date.now,
): CohortVisibility {
  let refusedUntil = 0;
  let isRefused = false;

  const noteRefusal = (error: unknown) => {
    refusedUntil = now() + tryAgainAfterMs;
    if (isRefused) return;
    isRefused = true;
    const fix = 'Register them: `perennial doctor` shows the command.';
    logger.warn({ problem: grpcProblemOf(error), fix }, 'the server refuses search attributes: cohorts start without');
  };
  const noteTaken = () => {
    if (isRefused) logger.info('the server takes search attributes again');
    isRefused = false;
  };

  return {
    async start(labels, start) {
      const memo = memoOf(labels);
      if (now() >= refusedUntil) {
        try {
          await start({ memo, typedSearchAttributes: searchAttributesOf(labels) });
          return noteTaken();
        } catch (error) {
          if (grpcCodeOf(error) !== grpcCode.invalidArgument) throw error;
          // Whatever else is wrong with the start is so without them, too, and is thrown then.
          await start({ memo });
          noteRefusal(error);
        }
      } else await start({ memo });
      metrics.cohortsUnlabelled.inc();
    },
  };
}

function searchAttributesOf({ programme, campaign, lifecycle }: CohortLabels): TypedSearchAttributes {
  const pairs: SearchAttributePair[] = [
    { key: cohortAttributes.programme, value: programme },
    { key: cohortAttributes.campaign, value: campaign },
    { key: cohortAttributes.lifecycle, value: lifecycle },
  ];
  return new TypedSearchAttributes(pairs);
}

function memoOf({ programme, campaign, version, id, size }: CohortLabels & { readonly size: number }) {
  return { programme, campaign, version, cohort: id, size };
}
