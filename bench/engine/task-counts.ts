/** What a worker has done for workflows of one type since it started. */
export interface TaskCounts {
  /** Workflow tasks it has carried out: each is a wake. */
  readonly tasks: number;
  /** Those of them whose workflow was in its cache; for the others a history was read and replayed. */
  readonly cached: number;
}

/** Counts from the metrics of the SDK, in the text form of Prometheus. */
export function readTaskCounts(metrics: string, workflowType: string): TaskCounts {
  const count = (name: string) =>
    metrics
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && line.includes(`workflow_type="${workflowType}"`))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  return {
    tasks: count('temporal_workflow_task_execution_latency_count'),
    cached: count('temporal_sticky_cache_hit'),
  };
}
