import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The domain's counters, in the words of the domain; labels are constants, never ids of members. */
export interface Metrics {
  readonly registry: Registry;
  /** Steps of stories by kind and outcome: applied, refused, skipped, held, failed. */
  readonly steps: Counter<'kind' | 'outcome'>;
  /** Seconds a `perform` call took, whatever its size. */
  readonly performSeconds: Histogram;
  /** Steps in one `perform` call. */
  readonly performSteps: Histogram;
  readonly enrolmentsEnded: Counter<'status'>;
  /** Enrolments that were parked because their story does not fit their record, and those that went on again. */
  readonly enrolmentsBlocked: Counter<'change'>;
  readonly cohortsStarted: Counter;
  /** Cohorts that started without search attributes: the server does not know them. */
  readonly cohortsUnlabelled: Counter;
  /** Workflows of which the Temporal server reports that their tasks fail. */
  readonly workflowsStuck: Gauge;
  /** 1 where the Temporal server reports such workflows; 0 where it is too old to, and nothing mends them. */
  readonly selfRepairAvailable: Gauge;
  /** Workflows begun anew because their history could not be replayed. */
  readonly workflowsRestarted: Counter<'type'>;
  /** 1, labelled with the build this process runs. */
  readonly buildInfo: Gauge<'build'>;
  /** 1 while the server gives tasks to workers of this build. */
  readonly workerCurrent: Gauge;
  /** Workflow tasks that found their workflow in this worker's memory. */
  readonly workflowCacheHits: Counter;
  /** Workflow tasks for which a history was replayed first. */
  readonly workflowCacheMisses: Counter;
  /** Workflows put out of memory before they ended. */
  readonly workflowCacheEvictions: Counter;
  /** Workflows in memory. */
  readonly workflowCacheSize: Gauge;
  /** Workflows that memory has room for. */
  readonly workflowCacheLimit: Gauge;
  readonly signalsDelivered: Counter;
  readonly signalsThatWait: Counter;
  /** Signals that wait in the outbox. */
  readonly signalsWaiting: Gauge;
  /** Messages by channel and outcome: sent, retried, bounced, failed, skipped. */
  readonly messages: Counter<'channel' | 'outcome'>;
  /** 1 while mails leave, or would; 0 while the mail server is away or takes none from this account. */
  readonly mailServerUp: Gauge;
  /** Reports of the mail provider that named a mail nobody knew for seven days. */
  readonly mailReportsGivenUp: Counter;
  /** Cohorts too large for one payload: split, or kept in a run whose history grows. */
  readonly cohortsOutgrown: Counter<'outcome'>;
  /** Rows that Temporal refused, by the task that carried them. */
  readonly relayRefusals: Counter<'task'>;
  /** Points moved by the sweeps: expired, confirmed, released. */
  readonly sweepPoints: Counter<'kind'>;
  /** Tries to send a notification to an endpoint. */
  readonly webhookTries: Counter<'outcome'>;
  /** Deliveries on their way, those that were given up, and for how long the oldest one has been due; read when they are asked for. */
  readonly webhooksWaiting: Gauge;
  readonly webhooksDead: Gauge;
  readonly webhookOldestDueSeconds: Gauge;
}

/** 1 ms to 33 s, doubling. */
export const secondsBuckets = Array.from({ length: 16 }, (_, power) => 0.001 * 2 ** power);
/** 1 to 512, doubling: a cohort has at most 500. */
const sizeBuckets = Array.from({ length: 10 }, (_, power) => 2 ** power);

/** A registry of one process with what Node tells of it, and ways to make more that it tells. */
export function createRegistry() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    registers,
    counter: <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
      new Counter<Label>({ name: `perennial_${name}_total`, help, labelNames, registers }),
    gauge: (name: string, help: string) => new Gauge({ name: `perennial_${name}`, help, registers }),
    histogram: <Label extends string>(name: string, help: string, buckets: number[], ...labelNames: Label[]) =>
      new Histogram<Label>({ name: `perennial_${name}`, help, buckets, labelNames, registers }),
  };
}

/** A worker's registry with everything it counts; `registry.metrics()` is the text of /metrics. */
export function createMetrics(): Metrics {
  const { registry, registers, counter, gauge, histogram } = createRegistry();
  return {
    registry,
    steps: counter('steps', 'Steps of stories performed', 'kind', 'outcome'),
    performSeconds: histogram('perform_seconds', 'Duration of perform calls', secondsBuckets),
    performSteps: histogram('perform_steps', 'Steps in a perform call', sizeBuckets),
    enrolmentsEnded: counter('enrolments_ended', 'Enrolments that came to their end', 'status'),
    enrolmentsBlocked: counter('enrolments_blocked', 'Enrolments whose story does not fit their record', 'change'),
    cohortsStarted: counter('cohorts_started', 'Cohort workflows started'),
    cohortsUnlabelled: counter('cohorts_without_search_attributes', 'Cohort workflows that the server would not label'),
    workflowsStuck: gauge('workflows_stuck', 'Workflows whose tasks fail'),
    selfRepairAvailable: gauge('self_repair_available', 'Whether the server reports workflows whose tasks fail'),
    workflowsRestarted: counter('workflows_restarted', 'Workflows begun anew, their history being bad', 'type'),
    buildInfo: new Gauge({ name: 'perennial_build_info', help: 'The build', labelNames: ['build'], registers }),
    workerCurrent: gauge('worker_current', 'The build that gets tasks'),
    workflowCacheHits: counter('workflow_cache_hits', 'Tasks that found their workflow in memory'),
    workflowCacheMisses: counter('workflow_cache_misses', 'Tasks for which a history was replayed'),
    workflowCacheEvictions: counter('workflow_cache_evictions', 'Workflows put out of memory before they ended'),
    workflowCacheSize: gauge('workflow_cache_size', 'Workflows in memory'),
    workflowCacheLimit: gauge('workflow_cache_limit', 'Workflows that memory has room for'),
    signalsDelivered: counter('signals_delivered', 'Signals handed to cohorts'),
    signalsThatWait: counter(
      'signals_that_wait',
      'Events left in the outbox until their cohort wakes: no story waits for them',
    ),
    signalsWaiting: gauge('signals_waiting', 'Signals in the outbox'),
    cohortsOutgrown: counter('cohorts_outgrown', 'Cohorts too large for one payload: split or kept', 'outcome'),
    relayRefusals: counter('relay_refusals', 'Rows that Temporal refused, each tried again later', 'task'),
    mailServerUp: gauge('mail_server_up', 'Whether the mail server takes mails from this account'),
    mailReportsGivenUp: counter('mail_reports_given_up', 'Reports of mails that nobody knew for seven days'),
    messages: counter('messages', 'Messages handled', 'channel', 'outcome'),
    webhookTries: counter('webhook_tries', 'Tries to send a notification to an endpoint', 'outcome'),
    webhooksWaiting: gauge('webhook_deliveries_waiting', 'Deliveries of notifications on their way'),
    webhooksDead: gauge('webhook_deliveries_dead', 'Deliveries whose every try failed'),
    webhookOldestDueSeconds: gauge('webhook_oldest_due_seconds', 'For how long the oldest delivery has been due'),
    sweepPoints: counter('sweep_points', 'Points moved by sweeps', 'kind'),
  };
}
