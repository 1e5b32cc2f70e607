import { worklistName } from '#contract';

/** What a person opens, and how long it may take at the 95th percentile. */
export interface Question {
  readonly what: string;
  readonly group: 'worklists' | 'filters' | 'case pages' | 'full text' | 'other lists';
  /** Milliseconds. */
  readonly target: number;
  /** Addresses that are asked in turn. */
  readonly paths: readonly string[];
  /** As whom: `mine` is somebody's. */
  readonly as?: { readonly unit: string; readonly user: string };
}

/** Cases that a bench opens, by id. */
export interface Opened {
  readonly random: readonly string[];
  /** Hundreds of items and lines, some dozen legs. */
  readonly big: readonly string[];
  readonly legs: readonly string[];
}

const PAGE_MS = 50;
const TEXT_MS = 200;

const FILTERS: Readonly<Record<string, string>> = {
  'cases: all, newest': '/api/cases',
  'cases: nearest end first': '/api/cases?sort=due',
  'cases: state': '/api/cases?state=OUT',
  'cases: two states': '/api/cases?state=OUT,ANSWERED',
  'cases: a rare state': '/api/cases?state=BARRED',
  'cases: state and lamp': '/api/cases?state=OUT&lamp=红',
  'cases: lamp, nearest end first': '/api/cases?lamp=红,黄&sort=due',
  'cases: content, first level': '/api/cases?topic=劳动和社会保障',
  'cases: content and state': '/api/cases?topic=劳动和社会保障/拖欠工资&state=OUT',
  'cases: place': '/api/cases?place=甲镇',
  'cases: place and content': '/api/cases?place=甲乡甲村&topic=农村农业/征地补偿',
  'cases: form and source': '/api/cases?form=visit&source=leader',
  'cases: category': '/api/cases?category=accusation',
  'cases: category, route, form': '/api/cases?category=appeal&route=31(6)&form=web',
  'cases: received in a month': '/api/cases?receivedFrom=2025-03-01&receivedTo=2025-03-31',
  'cases: a unit': '/api/cases?unit=agency:education',
  'cases: a unit and a state': '/api/cases?unit=agency:labour&state=OUT',
  'cases: respondent': '/api/cases?respondent=市城乡建设局',
  'cases: urgency': '/api/cases?urgency=most-urgent',
  'cases: ends before a day': '/api/cases?dueBefore=2026-09-20&sort=due',
  'cases: a common word': '/api/cases?text=补偿',
  'cases: two words and a state': '/api/cases?text=补偿 村民&state=OUT',
  'to-do: yellow': '/api/worklists/to-do?lamp=黄',
  'to-do: content': '/api/worklists/to-do?topic=教育文体',
  'overdue: a unit': '/api/worklists/overdue?to=agency:labour',
  'overdue: newest first': '/api/worklists/overdue?sort=newest',
  'waiting: kind and lamp': '/api/worklists/waiting?kind=assign&lamp=红',
  'waiting: place': '/api/worklists/waiting?place=甲镇',
  'unit: state of the leg': '/api/worklists/unit?state=REPORTED',
  'unit: a common word': '/api/worklists/unit?text=工资',
  'to-review: received in a month': '/api/worklists/to-review?receivedFrom=2026-07-01&receivedTo=2026-07-31',
};

const SEARCHED: Readonly<Record<string, readonly string[]>> = {
  'a common word of two characters': ['补偿', '工资', '群众', '村民', '收费', '答复'],
  'two common words': ['群众 答复', '村民 材料', '请求 解决', '补偿 登记'],
  'words that seldom meet': ['殡仪馆 补课费', '噪声 工伤', '代课 公墓', '自来水 津贴'],
  'a rare word': ['骨灰', '津贴', '并发症', '空调'],
  'an amount that one letter names': ['41873', '60217', '5512'],
};

const ADDRESS = (path: string): string => encodeURI(path);

/** Everything that is measured over HTTP. */
export function questionsFor({ random, big, legs }: Opened): readonly Question[] {
  const page = (what: string, paths: readonly string[]): Question => ({
    what,
    group: 'case pages',
    target: PAGE_MS,
    paths,
  });
  const all: readonly Question[] = [
    ...worklistName.options.map((name): Question => ({
      what: name,
      group: 'worklists',
      target: PAGE_MS,
      paths: [`/api/worklists/${name}`],
      as: { unit: 'city', user: '分办员' },
    })),
    {
      what: 'all lists with their counts',
      group: 'worklists',
      target: PAGE_MS,
      paths: ['/api/worklists'],
      as: { unit: 'city', user: '分办员' },
    },
    ...Object.entries(FILTERS).map(([what, path]): Question => ({
      what,
      group: 'filters',
      target: PAGE_MS,
      paths: [ADDRESS(path)],
    })),
    page(
      'a case with items, legs, papers',
      random.map((id) => `/api/cases/${id}`),
    ),
    page(
      'its history, first page',
      random.map((id) => `/api/cases/${id}/history`),
    ),
    page(
      'a case of 200 items and 31 legs',
      big.map((id) => `/api/cases/${id}`),
    ),
    page(
      'its history, first page of 600 lines',
      big.map((id) => `/api/cases/${id}/history`),
    ),
    page(
      'a leg',
      legs.map((id) => `/api/legs/${id}`),
    ),
    ...Object.entries(SEARCHED).map(([what, words]): Question => ({
      what,
      group: 'full text',
      target: TEXT_MS,
      paths: words.map((q) => ADDRESS(`/api/search?q=${q}`)),
    })),
    ...Object.entries({
      'the board': '/api/board',
      'all legs, newest': '/api/legs',
      'drafts for the supervisor': '/api/supervision/drafts',
      'letters without reply': '/api/supervision/letters',
    }).map(([what, path]): Question => ({
      what,
      group: 'other lists',
      target: PAGE_MS,
      paths: [path],
    })),
  ];
  // A small register has no case of hundreds of items.
  return all.filter(({ paths }) => paths.length > 0);
}
