import { useMutation } from '@tanstack/react-query';
import { useCampaignsChanged } from '../../data/campaigns.ts';
import { useDrawer } from '../../parts/drawer.tsx';

/** A move of a campaign by a drawer: what shows it is read again, and the drawer closes, when it is done. */
export function useMove(id: string, move: () => Promise<unknown>) {
  const changed = useCampaignsChanged();
  const { close } = useDrawer(id);
  return useMutation({
    mutationFn: move,
    onSuccess: async () => {
      await changed();
      close();
    },
  });
}
