import { createContext, Fragment, type ReactNode, use, useCallback } from 'react';
import type { en } from './en.ts';
import type { Language, Sentences } from './languages.ts';
import { formOf, type MarkOf, type Parameter, type ParameterOf, type Piece, piecesOf, wordsOf } from './read.ts';

type English = typeof en;
export type TextKey = keyof English;
type Given<Key extends TextKey, Value> = Readonly<Record<ParameterOf<English[Key]>, Value>>;
/** A sentence without places needs none. */
type Rest<Shape> = keyof Shape extends never ? [given?: Shape] : [given: Shape];

/** The sentences of the chosen language. */
export interface Words {
  readonly language: Language;
  readonly sentences: Sentences<TextKey>;
  readonly rules: Intl.PluralRules;
}

export const TextContext = createContext<Words | undefined>(undefined);

export function useWords(): Words {
  const words = use(TextContext);
  if (words === undefined) throw new Error('No language is chosen.');
  return words;
}

/** A sentence as plain words: for labels, titles and attributes. */
export type Tell = <Key extends TextKey>(key: Key, ...given: Rest<Given<Key, Parameter>>) => string;

/** Tells a sentence of the chosen language. */
export function useText(): Tell {
  const { sentences, rules } = useWords();
  return useCallback<Tell>(
    (key, ...[given]) => {
      const parameters = (given ?? {}) as Readonly<Record<string, Parameter>>;
      return wordsOf(piecesOf(formOf(sentences[key], parameters.n, rules)), parameters);
    },
    [sentences, rules],
  );
}

type Mark = (words: ReactNode) => ReactNode;
type TextProps<Key extends TextKey> = { readonly k: Key } & (keyof Given<Key, ReactNode> extends never
  ? { readonly with?: never }
  : { readonly with: Given<Key, ReactNode> }) & { readonly [Mark_ in MarkOf<English[Key]>]?: Mark };

/** A sentence with elements at its places, and marked words as its marks say: `<Text k="…" with={{ n: 3 }} a={(words) => <Link …>} />`. */
export function Text<Key extends TextKey>({ k, with: given, ...marks }: TextProps<Key>): ReactNode {
  const { sentences, rules } = useWords();
  const parameters = (given ?? {}) as Readonly<Record<string, ReactNode>>;
  return shown(
    piecesOf(formOf(sentences[k], parameters.n, rules)),
    parameters,
    marks as Readonly<Record<string, Mark>>,
  );
}

const usualMarks: Readonly<Record<string, Mark>> = {
  b: (words) => <b>{words}</b>,
  code: (words) => <code>{words}</code>,
};

function shown(
  pieces: readonly Piece[],
  parameters: Readonly<Record<string, ReactNode>>,
  marks: Readonly<Record<string, Mark>>,
): ReactNode {
  return pieces.map((piece, at) => {
    if (piece.kind === 'words') return piece.text;
    if (piece.kind === 'place') return <Fragment key={at}>{parameters[piece.name]}</Fragment>;
    const mark = marks[piece.mark] ?? usualMarks[piece.mark];
    const inner = shown(piece.pieces, parameters, marks);
    return <Fragment key={at}>{mark === undefined ? inner : mark(inner)}</Fragment>;
  });
}
