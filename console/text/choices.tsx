import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { type Language, languages, nearestLanguage, type Sentences } from './languages.ts';
import { TextContext, type TextKey } from './use-text.tsx';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

/** What a person chose, kept in this browser. */
export interface Choices {
  readonly language: Language;
  readonly theme: Theme;
  readonly chooseLanguage: (language: Language) => void;
  readonly chooseTheme: (theme: Theme) => void;
}

const ChoicesContext = createContext<Choices | undefined>(undefined);

export function useChoices(): Choices {
  const choices = use(ChoicesContext);
  if (choices === undefined) throw new Error('Nothing is chosen.');
  return choices;
}

/** Each language is loaded when it is wanted. */
const load: Readonly<Record<Language, () => Promise<Sentences<TextKey>>>> = {
  en: async () => (await import('./en.ts')).en,
  'zh-CN': async () => (await import('./zh-CN.ts')).zhCN,
};

const keys = { language: 'perennial.language', theme: 'perennial.theme' } as const;

/** Storage that a browser forbids keeps nothing. */
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is chosen for this visit then.
  }
}

function languageAtStart(): Language {
  const language = kept(keys.language);
  return language !== null && language in languages ? (language as Language) : nearestLanguage(navigator.languages);
}

function themeAtStart(): Theme {
  const theme = kept(keys.theme);
  return themes.find((each) => each === theme) ?? 'system';
}

/** Puts the theme on the page before anything is drawn. */
export function showTheme(theme: Theme = themeAtStart()): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The language and the theme, for everything inside. */
export function ChoicesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, chooseLanguage] = useState(languageAtStart);
  const [theme, chooseTheme] = useState(themeAtStart);
  const [loaded, setLoaded] = useState<{ readonly language: Language; readonly sentences: Sentences<TextKey> }>();
  useEffect(() => {
    let isOver = false;
    void load[language]().then((sentences) => {
      if (!isOver) setLoaded({ language, sentences });
    });
    return () => {
      isOver = true;
    };
  }, [language]);
  useEffect(() => showTheme(theme), [theme]);
  useEffect(() => {
    if (loaded !== undefined) document.documentElement.lang = loaded.language;
  }, [loaded]);
  const choices = useMemo(
    () => ({
      ...{ language, theme },
      chooseLanguage: (chosen: Language) => {
        keep(keys.language, chosen);
        chooseLanguage(chosen);
      },
      chooseTheme: (chosen: Theme) => {
        keep(keys.theme, chosen);
        chooseTheme(chosen);
      },
    }),
    [language, theme],
  );
  const words = useMemo(() => loaded && { ...loaded, rules: new Intl.PluralRules(loaded.language) }, [loaded]);
  if (words === undefined) return null;
  return (
    <ChoicesContext value={choices}>
      <TextContext value={words}>{children}</TextContext>
    </ChoicesContext>
  );
}
