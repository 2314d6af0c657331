export const playbookListExample = {
  data: [
    {
      code: 'high-points',
      name: 'Many points unused',
      about: 'Says what unused points buy, and then of a day on which an order earns double.',
      lifecycle: 'journey',
      segments: ['high-points'],
      isUsed: false,
    },
  ],
  nextCursor: null,
};

export const playbookUseExample = { campaign: 'many-points' };
