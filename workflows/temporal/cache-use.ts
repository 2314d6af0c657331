import { proxySinks, type Sinks, workflowInfo, type WorkflowInterceptors } from '@temporalio/workflow';

/** How a workflow task found its workflow: in memory, to be replayed from its history, or not begun yet. */
export type FoundWorkflow = 'kept' | 'replayed' | 'new';

/** Where workflows tell their worker of the memory they are kept in. */
export interface CacheSinks extends Sinks {
  readonly workflowCache: {
    found(how: FoundWorkflow): void;
    /** It is over, so that it leaves the memory by itself. */
    ended(): void;
  };
}

/** Tells once a task how it found its workflow. It makes no command: histories are replayed with and without it. */
export function interceptors(): WorkflowInterceptors {
  const { workflowCache } = proxySinks<CacheSinks>();
  let wasReplayed = false;
  let isTold = false;
  let eventsTold = 0;
  const tell = (how: FoundWorkflow, events: number) => {
    workflowCache.found(how);
    isTold = true;
    eventsTold = events;
  };
  return {
    internals: [
      {
        activate: (input, next) => {
          const { isReplaying, jobs, historyLength } = input.activation;
          const isQuery = jobs?.some(({ queryWorkflow }) => queryWorkflow) ?? false;
          const events = historyLength ?? 0;
          if (isReplaying && !isQuery) wasReplayed = true;
          else if (!isTold) tell(wasReplayed || isQuery ? 'replayed' : 'new', events);
          // What a local activity answers comes in the same task: the history is as long as it was.
          else if (!isQuery && events > eventsTold) tell('kept', events);
          next(input);
        },
        concludeActivation: (input, next) => {
          const output = next(input);
          if (!workflowInfo().unsafe.isReplaying && output.commands.some(isLast)) workflowCache.ended();
          return output;
        },
      },
    ],
  };
}

const lastCommands = [
  'completeWorkflowExecution',
  'continueAsNewWorkflowExecution',
  'failWorkflowExecution',
  'cancelWorkflowExecution',
] as const;

function isLast(command: Partial<Record<(typeof lastCommands)[number], unknown>>): boolean {
  return lastCommands.some((name) => command[name] !== null && command[name] !== undefined);
}
