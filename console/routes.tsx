import { createBrowserRouter } from 'react-router';
import { Broken } from './frame/broken.tsx';
import { Gate } from './frame/gate.tsx';
import { NotFound } from './frame/not-found.tsx';
import { pages } from './pages.ts';

export const router = createBrowserRouter(
  [
    {
      path: '/',
      Component: Gate,
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        ...pages.map(({ path, load }) => ({
          ...(path === '' ? { index: true as const } : { path }),
          lazy: load,
          ErrorBoundary: Broken,
        })),
        { path: '*', Component: NotFound },
      ],
    },
  ],
  { basename: '/console' },
);
