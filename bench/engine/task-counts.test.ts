import { describe, expect, it } from 'vitest';
import { readTaskCounts } from './task-counts.ts';

const metrics = `# TYPE temporal_sticky_cache_hit counter
temporal_sticky_cache_hit{namespace="default",task_queue="q",workflow_type="cohort"} 30
temporal_sticky_cache_hit{namespace="default",task_queue="q",workflow_type="sweep"} 4
# TYPE temporal_workflow_task_execution_latency histogram
temporal_workflow_task_execution_latency_bucket{namespace="default",workflow_type="cohort",le="100"} 12
temporal_workflow_task_execution_latency_sum{namespace="default",workflow_type="cohort"} 1234
temporal_workflow_task_execution_latency_count{namespace="default",workflow_type="cohort"} 38
temporal_workflow_task_execution_latency_count{namespace="default",workflow_type="cohort",more="x"} 2
temporal_workflow_task_execution_latency_count{namespace="default",workflow_type="sweep"} 5
`;

describe("A worker's wakes", () => {
  it('are those of one type of workflow, and among them those that found it in the cache', () => {
    expect(readTaskCounts(metrics, 'cohort')).toEqual({ tasks: 40, cached: 30 });
    expect(readTaskCounts(metrics, 'sweep')).toEqual({ tasks: 5, cached: 4 });
  });

  it('are none before the first', () => {
    expect(readTaskCounts('', 'cohort')).toEqual({ tasks: 0, cached: 0 });
  });
});
