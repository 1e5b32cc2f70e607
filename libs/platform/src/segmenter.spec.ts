import { describe, expect, test } from '@jest/globals';
import { chineseSegmenter } from './segmenter.js';

const segment = chineseSegmenter();

describe('the words of a Chinese text', () => {
  test('a word of two characters is among them, alone and inside a longer word', () => {
    expect(segment('工地欠薪。')).toContain('欠薪');
    expect(segment('征地补偿款没有发放')).toEqual(expect.arrayContaining(['征地', '补偿款', '补偿', '发放']));
  });

  test('two characters that the dictionary does not join are one word all the same', () => {
    expect(segment('甲与乙')).toEqual(expect.arrayContaining(['甲与', '与乙']));
  });

  test('a query falls into words that the letter has too', () => {
    const letter = new Set(segment('信访人反映己村征地补偿款没有按公告标准发放。'));
    for (const query of ['补偿', '补偿款', '征地', '公告标准'])
      for (const word of segment(query)) expect(letter.has(word)).toBe(true);
  });

  test('punctuation is no word; a number of a letter is', () => {
    expect(segment('，。！？ —')).toEqual([]);
    expect(segment('市人信2026号')).toContain('2026');
  });
});
