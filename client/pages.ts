/** A page of a list, as every list of `/v1` answers it. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

interface Read<Row> {
  readonly data?: Page<Row>;
  readonly error?: unknown;
}

/** Every row of a list, page by page; throws the problem when a page is refused. */
export async function* allRows<Row>(readPage: (cursor: string | undefined) => Promise<Read<Row>>): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const { data: page, error } = await readPage(cursor);
    if (page === undefined) throw error;
    yield* page.data;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
