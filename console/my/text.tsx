import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { type Language, languages, nearestLanguage } from '../text/languages.ts';
import { formOf, type Parameter, type ParameterOf, piecesOf, type Words, wordsOf } from '../text/read.ts';
import { en } from './text/en.ts';
import { zhCN } from './text/zh-CN.ts';

type English = typeof en;
export type TextKey = keyof English;
type Given<Key extends TextKey> = Readonly<Record<ParameterOf<English[Key]>, Parameter>>;
type Rest<Shape> = keyof Shape extends never ? [given?: Shape] : [given: Shape];

/** Tells a sentence of the chosen language. */
export type Tell = <Key extends TextKey>(key: Key, ...given: Rest<Given<Key>>) => string;

interface Chosen {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  readonly tell: Tell;
}

const ChosenContext = createContext<Chosen | undefined>(undefined);

export function useText(): Chosen {
  const chosen = use(ChosenContext);
  if (chosen === undefined) throw new Error('No language is chosen.');
  return chosen;
}

/** Both languages are some kilobytes: a second request would take longer. */
const sentences: Readonly<Record<Language, Readonly<Record<TextKey, Words>>>> = { en, 'zh-CN': zhCN };
const key = 'perennial.my.language';

/** What the shop says in the address (`?lang=zh-CN`), what was chosen here before, what the browser asks for. */
function atStart(): Language {
  const said = new URLSearchParams(location.search).get('lang') ?? kept();
  return said !== null && said in languages ? (said as Language) : nearestLanguage(navigator.languages);
}

function kept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function TextProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(atStart);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    try {
      localStorage.setItem(key, chosen);
    } catch {
      // It is chosen for this visit then.
    }
    setLanguage(chosen);
  }, []);
  const tell = useMemo<Tell>(() => {
    const rules = new Intl.PluralRules(language);
    return (each, ...[given]) => {
      const parameters = (given ?? {}) as Readonly<Record<string, Parameter>>;
      return wordsOf(piecesOf(formOf(sentences[language][each], parameters.n, rules)), parameters);
    };
  }, [language]);
  const chosen = useMemo(() => ({ language, choose, tell }), [language, choose, tell]);
  return <ChosenContext value={chosen}>{children}</ChosenContext>;
}
