/** What a worker has done for workflows of one type since it started. */
export interface TaskCounts {
  /** Workflow tasks it performed: each is a wake. */
  readonly tasks: number;
  /** Those of them for which a history was replayed: the workflow was not in the cache. */
  readonly replays: number;
}

/** Counts from the metrics of the SDK, in the text form of Prometheus. */
export function readTaskCounts(metrics: string, workflowType: string): TaskCounts {
  const count = (histogram: string) =>
    metrics
      .split('\n')
      .filter((line) => line.startsWith(`${histogram}_count{`) && line.includes(`workflow_type="${workflowType}"`))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  return {
    tasks: count('temporal_workflow_task_execution_latency'),
    replays: count('temporal_workflow_task_replay_latency'),
  };
}
