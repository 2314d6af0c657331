/** The words of a sentence; where a count decides, one form for each plural of the language, by the parameter `n`. */
export type Words = string | Plural;
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Marks<Text extends string> = Text extends `${string}</${infer Mark}>${infer Rest}` ? Mark | Marks<Rest> : never;
type FormsOf<Text extends Words> = Text extends string ? Text : Extract<Text[keyof Text], string>;

/** What a sentence has places for: `{name}`. A plural always has `n`. */
export type ParameterOf<Text extends Words> = Names<FormsOf<Text>> | (Text extends string ? never : 'n');
/** What part of a sentence is marked: `<a>words</a>`. */
export type MarkOf<Text extends Words> = Marks<FormsOf<Text>>;

export type Parameter = string | number;

/** A piece of a sentence: words, a place, or marked words. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'place'; readonly name: string }
  | { readonly kind: 'marked'; readonly mark: string; readonly pieces: readonly Piece[] };

/** The form of a sentence for this count. */
export function formOf(words: Words, n: unknown, rules: Intl.PluralRules): string {
  if (typeof words === 'string') return words;
  return (typeof n === 'number' ? words[rules.select(n)] : undefined) ?? words.other;
}

/** Takes a sentence apart; marks hold no marks of the same name. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(/\{(\w+)\}|<(\w+)>(.*?)<\/\2>/g)) {
    const [whole, name, mark, inner = ''] = found;
    if (found.index > at) pieces.push({ kind: 'words', text: text.slice(at, found.index) });
    if (name !== undefined) pieces.push({ kind: 'place', name });
    else if (mark !== undefined) pieces.push({ kind: 'marked', mark, pieces: piecesOf(inner) });
    at = found.index + whole.length;
  }
  if (at < text.length) pieces.push({ kind: 'words', text: text.slice(at) });
  return pieces;
}

/** The sentence as plain words. */
export function wordsOf(pieces: readonly Piece[], parameters: Readonly<Record<string, unknown>>): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'words') return piece.text;
      if (piece.kind === 'marked') return wordsOf(piece.pieces, parameters);
      const value = parameters[piece.name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    })
    .join('');
}
