/** Somebody on a simulated platform, as it is written there. */
export interface PlatformAccount {
  readonly platform: 'bluesky' | 'mastodon' | 'devto' | 'rss'
  readonly handle: string
}

export interface SeedPerson {
  readonly id: string
  readonly name: string
  readonly headline: string
  readonly location: string
  readonly role: 'learner' | 'manager'
  /** Where else they publish. */
  readonly accounts: readonly PlatformAccount[]
  /** Whether what is published elsewhere is linked from the start. */
  readonly isLinked: boolean
}

// Name, what they do, where they live.
const known: readonly (readonly [name: string, headline: string, location: string])[] = [
  ['Maya Lindqvist', 'School librarian, learning to count what matters', 'Uppsala'],
  ['Kofi Mensah', 'Nurse in a district hospital', 'Kumasi'],
  ['Ingrid Solberg', 'Leads the programme', 'Bergen'],
  ['Priya Raman', 'Policy analyst, public transport', 'Chennai'],
  ['Tomás Silva', 'Maths teacher and podcaster', 'Porto'],
  ['Aiko Tanaka', 'Product researcher', 'Osaka'],
  ['Yusuf Demir', 'Agronomist, drought and wheat', 'Konya'],
  ['Chidinma Okafor', 'Epidemiologist in training', 'Enugu'],
  ['Lucía Fernández', 'Data journalist', 'Montevideo'],
  ['Noor Haddad', 'Urban planner', 'Amman'],
  ['Piotr Kowalczyk', 'Logistics, too many spreadsheets', 'Łódź'],
  ['Leilani Kahale', 'Marine ranger', 'Hilo'],
  ['Mateo Quispe', 'Runs a farmers’ cooperative', 'Cusco'],
  ['Sofia Rossi', 'Physiotherapist', 'Bologna'],
  ['Nguyễn Thu Hà', 'Secondary school teacher', 'Đà Nẵng'],
  ['Oluwaseun Adeyemi', 'Founder, school meals', 'Ibadan'],
  ['Emma van Dijk', 'Water engineer', 'Delft'],
  ['Arjun Mehta', 'Software tester who likes proofs', 'Pune'],
  ['Zainab Al-Khatib', 'Pharmacist', 'Muscat'],
  ['Lars Eriksen', 'Night-shift train dispatcher', 'Odense'],
  ['Mei-Ling Chen', 'Museum educator', 'Tainan'],
  ['Andriy Shevchuk', 'Energy auditor', 'Lviv'],
  ['Fatou Diop', 'Midwife', 'Saint-Louis'],
  ['João Pereira', 'Public health student', 'Recife'],
  ['Hannah Goldstein', 'Speech therapist', 'Haifa'],
  ['Rangi Parata', 'Ecologist, native birds', 'Rotorua'],
  ['Elif Yıldız', 'Customer support lead', 'İzmir'],
  ['Dimitra Papadopoulou', 'Economics teacher', 'Thessaloniki'],
  ['Samir Benali', 'Union organiser', 'Oran'],
  ['Kateryna Bondar', 'Web developer', 'Dnipro'],
  ['Wanjiru Kamau', 'Agricultural extension officer', 'Nyeri'],
  ['Björn Sigurðsson', 'Harbour pilot', 'Akureyri'],
  ['Anaïs Dubois', 'Baker with a business plan', 'Lyon'],
  ['Farid Rahimi', 'Interpreter', 'Herat'],
  ['Jiho Park', 'Game designer', 'Busan'],
  ['Thandiwe Ndlovu', 'Community radio', 'Bulawayo'],
  ['Carlos Mendoza', 'Fire service analyst', 'Guadalajara'],
  ['Agnieszka Nowak', 'HR, people analytics sceptic', 'Kraków'],
  ['Amara Sesay', 'Microfinance officer', 'Freetown'],
  ['Viktor Horváth', 'Bus driver and chess coach', 'Debrecen'],
  ['Shirin Moradi', 'Textile designer', 'Isfahan'],
  ['Ravi Perera', 'Tea estate manager', 'Kandy'],
  ['Ioana Popescu', 'Veterinarian', 'Cluj-Napoca'],
  ['Malia Tuilagi', 'Disaster response', 'Apia'],
  ['Oscar Lindholm', 'Forester', 'Umeå'],
  ['Bilal Hussain', 'Bike courier, night classes', 'Lahore'],
  ['Camila Rojas', 'Astronomy guide', 'La Serena'],
  ['Xin Zhao', 'Quality engineer', 'Chengdu'],
  ['Niamh Gallagher', 'Social worker', 'Galway'],
  ['Tariq Mansour', 'Dentist', 'Alexandria'],
  ['Inés Castillo', 'Choir director', 'Granada'],
  ['Bayarmaa Ganbold', 'Climate observer', 'Darkhan'],
  ['Peter Okello', 'Solar installer', 'Gulu'],
  ['Sunita Thapa', 'Trekking nurse', 'Pokhara'],
  ['Gabriel Moreau', 'Cheesemaker', 'Annecy'],
  ['Rukmini Das', 'Handloom exporter', 'Cuttack'],
  ['Levan Beridze', 'Winemaker', 'Telavi'],
  ['Aroha Ngata', 'Nurse educator', 'Gisborne'],
  ['Mikkel Holm', 'Wind turbine technician', 'Esbjerg'],
  ['Dalia Petrauskaitė', 'Archivist', 'Kaunas'],
]

/** Who has joined but has linked nothing yet. */
const unlinked = new Set(['maya-lindqvist', 'samir-benali', 'ines-castillo'])

export const people: readonly SeedPerson[] = known.map(([name, headline, location], place) => {
  const id = slugOf(name)
  return {
    id,
    name,
    headline,
    location,
    role: id === 'ingrid-solberg' ? 'manager' : 'learner',
    accounts: accountsOf(id, place),
    isLinked: !unlinked.has(id),
  }
})

/** Three of four are on Bluesky, the others and some of them on Mastodon; a few write on DEV or have a blog. */
function accountsOf(id: string, place: number): PlatformAccount[] {
  const isOnBluesky = place % 4 !== 3 || place < 4
  const name = id.replaceAll('-', '_')
  return [
    ...(isOnBluesky ? [{ platform: 'bluesky' as const, handle: `${id}.test` }] : []),
    ...(!isOnBluesky || place % 6 === 0 ? [{ platform: 'mastodon' as const, handle: `@${name}@fedi.test` }] : []),
    ...(place % 7 === 0 ? [{ platform: 'devto' as const, handle: name }] : []),
    ...(place % 5 === 4 ? [{ platform: 'rss' as const, handle: `https://${id}.blog` }] : []),
  ]
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')
    .replaceAll('ð', 'd')
    .replaceAll('ı', 'i')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z]+/g, ' ')
    .trim()
    .replaceAll(' ', '-')
}
