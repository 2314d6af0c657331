import type { Instant } from '../values/instant.ts';

/** What comes first of one instant: what happened, what leaves, what only time brings. */
export const rank = { event: 0, message: 1, time: 2 } as const;
export type Rank = (typeof rank)[keyof typeof rank];

interface Task {
  readonly at: Instant;
  readonly rank: Rank;
  readonly key: string;
  readonly place: number;
  run(): void;
}

const compare = (a: Task, b: Task): number =>
  a.at - b.at || a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place);

/** A clock that stands between one task and the next: no waiting, and the same order however tasks were put in. */
export class VirtualClock {
  private readonly tasks: Task[] = [];
  private places = 0;

  constructor(public now: Instant) {}

  /** Has something done at an instant, or at once if that is over. */
  at(instant: Instant, of: Rank, key: string, run: () => void): void {
    const task: Task = { at: Math.max(instant, this.now), rank: of, key, place: (this.places += 1), run };
    let [low, high] = [0, this.tasks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.tasks[middle];
      if (other !== undefined && compare(other, task) < 0) low = middle + 1;
      else high = middle;
    }
    this.tasks.splice(low, 0, task);
  }

  nextAt(): Instant | undefined {
    return this.tasks[0]?.at;
  }

  /** Does what is due now and of a rank, and says whether there was anything. */
  run(of: Rank): boolean {
    let any = false;
    for (;;) {
      const place = this.tasks.findIndex((task) => task.at > this.now || task.rank === of);
      const task = this.tasks[place];
      if (task === undefined || task.at > this.now) return any;
      this.tasks.splice(place, 1);
      task.run();
      any = true;
    }
  }
}
