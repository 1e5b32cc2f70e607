import type { Dossier } from '#domain';
import { parseLocalDate } from '#domain';

/*
 * A register of invented matters, the same at every run: places, bodies and topics as skewed as in life, letters of
 * some hundred characters made from the field's own phrases.
 */

const TOPICS = [
  [
    '农村农业/征地补偿',
    ['征地补偿款未按公告标准发放', '补偿面积与实测不符', '青苗补偿费至今没有到户', '安置房迟迟不交付'],
  ],
  ['农村农业/宅基地', ['宅基地申请八年没有批复', '宅基地被邻居占用', '确权登记的面积少了一半']],
  ['劳动和社会保障/拖欠工资', ['工地拖欠农民工工资', '企业停产后欠薪三个月', '加班费从来没有支付']],
  ['劳动和社会保障/社会保险费', ['单位没有缴纳养老保险费', '医疗保险断缴无法报销', '工伤认定拖延不办']],
  ['城乡建设/噪声污染', ['夜间施工噪声扰民', '广场音响整夜不停', '医院空调外机噪声过大']],
  ['城乡建设/供水', ['供水管道老化停水频繁', '自来水浑浊有异味', '水压不足楼上无水']],
  ['城乡建设/物业管理', ['物业公司擅自提高收费', '电梯多次停运无人维修', '公共维修资金使用不公开']],
  ['教育文体/学校收费', ['学校违规收取补课费', '校服强制购买价格过高', '课后服务乱收费']],
  ['教育文体/教师待遇', ['代课教师工资待遇偏低', '退休教师房屋修缮费多年未补', '乡村教师津贴没有发放']],
  ['民政/殡葬', ['殡仪馆收费项目不透明', '公墓价格过高', '骨灰寄存费用重复收取']],
  ['卫生健康/医疗纠纷', ['手术后出现并发症医院推诿', '医院收费清单与实际不符', '病历资料拒绝复印']],
  ['交通运输/道路', ['村道多年失修雨天无法通行', '路灯损坏无人维护', '公交线路取消出行不便']],
] as const;
const FILLERS = [
  '多次向有关部门反映没有得到答复',
  '希望上级机关调查处理并公开结果',
  '当地群众意见很大',
  '已经影响正常生产生活',
  '相关材料和照片附后',
  '经办人员答复说等待研究决定',
  '去年曾经到窗口登记过一次',
  '请求依法依规尽快解决',
  '合同和收据原件都由我们保管',
  '附近居民联名签字要求改正',
] as const;
const STEMS = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥';

/** mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <T>(from: readonly T[], random: () => number): T => {
  // Squared: the first of a list come up most, as a few places and bodies do in a register.
  const found = from[Math.floor(random() ** 2 * from.length)];
  if (found === undefined) throw new Error('an empty list');
  return found;
};

const PLACES = Array.from(STEMS).flatMap((town) =>
  Array.from(STEMS).map((village, at) => `${town}${at % 3 === 0 ? '乡' : '镇'}${village}村`),
);

/** The dossier of the n-th matter. */
export function matterOf(n: number): Dossier {
  const random = randomFrom(n + 1);
  const [topic, phrases] = pick(TOPICS, random);
  const place = pick(PLACES, random);
  const body = random() < 0.4 ? `${place.slice(0, 2)}人民政府` : `市${topic.split('/')[0] ?? ''}局`;
  const day = parseLocalDate(`2026-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`);
  if (!day.ok) throw new Error('no day');
  const told = [pick(phrases, random), ...[1, 2, 3, 4].map(() => pick(FILLERS, random))];
  const sum = `涉及金额${String(Math.floor(random() * 90_000))}元`;
  return {
    form: 'letter',
    source: 'own',
    people: 1,
    category: 'request',
    route: '31(6)',
    topic,
    place,
    summary: `${place}村民反映：${told.join('，')}，${sum}。`,
    request: `请求${pick(phrases, random)}的问题得到解决。`,
    respondents: [body],
    receivedOn: day.value,
  };
}

/** The same matter as another person would write it. */
export function retold(matter: Dossier, seed: number): Dossier {
  const random = randomFrom(seed);
  return {
    ...matter,
    summary: `关于${matter.place}一事，${matter.request}${pick(FILLERS, random)}，${pick(FILLERS, random)}。`,
    request: `希望${matter.respondents.join('、')}答复。`,
  };
}
