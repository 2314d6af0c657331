/** What a form of filters says, by the name of its field; what is blank is left out. */
export function givenIn(form: HTMLFormElement): Record<string, string> {
  const given = [...new FormData(form)].flatMap(([name, value]): [string, string][] => {
    const text = typeof value === 'string' ? value.trim() : '';
    return text === '' ? [] : [[name, text]];
  });
  return Object.fromEntries(given);
}
