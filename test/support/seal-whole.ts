/** Waits this often for what other test files have open on the server they share: 2 s each. */
const triesMax = 30;

/** Seals what there is to seal: a transaction that is open elsewhere on the server keeps a seal back, and the next try finds it ended. */
export async function sealWhole<Sealed extends { readonly sealed: number }>(
  seal: () => Promise<Sealed>,
): Promise<Sealed> {
  let came = await seal();
  for (let tries = 1; came.sealed === 0 && tries < triesMax; tries += 1) came = await seal();
  return came;
}
