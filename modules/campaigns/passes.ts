/** Passes over what others were changing: with the wait between them two seconds, and the worker's sweep takes what is left. */
const passesMax = 20;
const passEveryMs = 100;

/** Takes all pages, and again as long as some of the work was locked by others when its page came. */
export async function inPasses(takePages: () => Promise<void>, isLeft: () => Promise<boolean>): Promise<void> {
  for (let passesLeft = passesMax; passesLeft > 0; passesLeft--) {
    await takePages();
    if (!(await isLeft())) return;
    await new Promise((resolve) => setTimeout(resolve, passEveryMs));
  }
}
