import { LEG_KIND_WORDS, type ActBody, type CaseDetail, type LegView } from '#contract';
import type { StoryCase } from './casebook-shape.js';
import type { StepOf } from './casebook-steps.js';
import { owesAnswer } from './find-leg.js';

type Paper = Omit<ActBody<'report'>, 'actor' | 'version'>;

/**
 * The report as its unit writes it: a result report with its four text parts, conclusion and draft answer (guard 5);
 * who only helps or accounts writes its text. No petitioner's name stands in it, only how many people and where.
 */
export function reportPaper(
  step: StepOf<'report' | 'mediated'>,
  story: StoryCase,
  detail: CaseDetail,
  leg: LegView,
): Paper {
  const { result, outcome, money } = step;
  const facts = {
    result,
    ...(outcome === undefined ? {} : { outcome }),
    ...(money === undefined ? {} : { money }),
  };
  if (!owesAnswer(leg)) return facts;
  const conclusion = outcome === undefined ? {} : { conclusion: outcome };
  const request = detail.request ?? story.request;
  return {
    ...facts,
    parts: {
      basis: `${leg.letterNumber}，${leg.sentOn}${LEG_KIND_WORDS[leg.kind][0]}，信访件编号${detail.originNumber}。`,
      petitioner: `信访人${story.people}人，${detail.place ?? story.place}。`,
      problems: `${detail.summary ?? story.summary}诉求：${request}`,
      investigation: result,
      ...conclusion,
    },
    draftAnswer: `您反映的事项（${request}）办理结果如下：${result}。${outcome === undefined ? '' : `处理意见：${outcome}。`}`,
  };
}
