/** Playbooks: campaigns that are there to be copied. */
export const gallery = {
  'gallery.title': 'Gallery of playbooks',
  'gallery.intro':
    'Whole campaigns with their mails in English and 中文. Use one, and change what you like before you launch it.',
  'gallery.all': 'All playbooks',
  'gallery.order': 'From the first day of a member to coming back.',
  'gallery.caption': 'Playbooks with what each does',
  'gallery.none': 'No playbook is shipped with this copy.',
  'gallery.playbook': 'Playbook',
  'gallery.about': 'What it does',
  'gallery.kind': 'Kind',
  'gallery.use': 'Use',
  'gallery.useThis': 'Use this',
  'gallery.useOf': 'Use this: {name}',
  'gallery.useTitle': 'Use {name}',
  'gallery.make': 'Make the draft',
  'gallery.codeHint': 'Under which the draft is stored. It stays.',
  'gallery.taken': 'There is a campaign {code} already: this one gets another code.',
  'gallery.draft': 'A draft is stored.',
  'gallery.draftWhy': 'Nobody enters, and nothing is sent or given, before you launch it.',
  'gallery.segments': {
    one: 'The segment {names} comes with it, unless it is there already.',
    other: 'The segments {names} come with it, unless they are there already.',
  },
} as const;
