const urlCharsMax = 500;
const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL leads to this machine by name. */
export const isThisMachine = ({ hostname }: URL): boolean => thisMachine.has(hostname);

/** Why nothing is sent to a URL; undefined when its form is fine. Which address its host has is asked before each try. */
export function urlProblem(
  text: string,
  { allowsThisMachine }: { readonly allowsThisMachine: boolean },
): string | undefined {
  if (text.length > urlCharsMax) return `has more than ${urlCharsMax} characters`;
  if (!URL.canParse(text)) return 'is no URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'has a user or a password in it';
  if (url.hash !== '') return 'has a fragment in it';
  if (allowsThisMachine && isThisMachine(url) && (url.protocol === 'http:' || url.protocol === 'https:'))
    return undefined;
  if (url.protocol !== 'https:') return 'does not start with https://';
  return undefined;
}
