import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { BoardPage } from './support/board-page.js';
import { launchChromium } from './support/chromium.js';
import { FixtureServer } from './support/fixture-server.js';
import { aLeg } from './support/fixture-shapes.js';
import { boardAfter, LEAD, STEPS, UP } from './support/fixture-story.js';

const WITHIN_MS = 15_000;

/** A machine under load draws slowly; every wait below ends as soon as it holds. */
const soon = <T>(probe: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> =>
  eventually(probe, holds, WITHIN_MS);

/** After this many steps of the story, this leg lies in this lane. */
const JOURNEY = [
  [2, UP, 'prefecture'],
  [3, UP, 'city'],
  [5, LEAD, 'city'],
  [6, LEAD, 'agency:labour'],
  [7, LEAD, 'city'],
  [8, LEAD, 'agency:labour'],
  [9, LEAD, 'city'],
  [10, UP, 'prefecture'],
  [STEPS.length, UP, 'prefecture'],
] as const;

describe('the living board in a real browser', () => {
  let browser: Browser;
  let server: FixtureServer;
  let address: string;
  let board: BoardPage;
  let broken: boolean;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    broken = false;
    server = new FixtureServer();
    address = await server.listen();
    board = await BoardPage.open(browser, address);
    await board.ready();
  }, 60_000);
  afterEach(async () => {
    const { strangers, errors } = board;
    await board.close();
    await server.close();
    expect(strangers).toEqual([]);
    if (!broken) expect(errors).toEqual([]);
  });

  it('shows a leg travel from the prefecture to the city, on to a department, and back', async () => {
    await soon(
      () => board.link(),
      (link) => link === 'live',
    );
    for (const [step, leg, lane] of JOURNEY) {
      server.play(step);
      await board.lane(lane).locator(`[data-leg="${leg}"]`).waitFor();
    }
    await board.leg(UP).and(board.page.locator('[data-state="DONE"]')).waitFor();
    await board.travelled(({ leg }) => leg === UP, ['prefecture', 'city', 'prefecture'], WITHIN_MS);
    await board.travelled(
      ({ leg }) => leg === LEAD,
      ['city', 'agency:labour', 'city', 'agency:labour', 'city'],
      WITHIN_MS,
    );
    expect(await board.page.locator('.latest').innerText()).toContain('已完成');
  }, 120_000);

  it('tells each leg in words: kind, state, ticks, lamp and nearest end', async () => {
    server.play(6);
    await board.page.locator(`[data-leg="${LEAD}"][data-state="HANDLING"]`).waitFor();
    const card = await board.leg(LEAD).innerText();
    for (const words of [
      '主办',
      '办理中',
      '已送达',
      '登记 RS-2026-00012',
      '绿·按期',
      '一般应于10月8日前办结，还有17日',
    ]) {
      expect(card).toContain(words);
    }
    expect(await board.lane('unit:liquidators').innerText()).toContain('纸质送达');
    expect(await board.lane('city').innerText()).toContain('已退回');
  }, 60_000);

  it('opens a leg by keyboard with its history and the working of its date, and gives the focus back', async () => {
    server.play(6);
    await board.leg(LEAD).waitFor();
    await board.leg(LEAD).focus();
    await board.page.keyboard.press('Enter');
    const drawer = board.drawer();
    await drawer.getByText('协调会，纪要 市人信纪〔2026〕2号').waitFor();
    await drawer.getByText('首日不计（民法典201）').waitFor();
    await drawer.getByText('第13日（国庆节放假）').waitFor();
    await drawer.getByText('对方已登记为 RS-2026-00012，9月18日').waitFor();
    await board.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await board.page.evaluate('document.activeElement.dataset.leg')).toBe(LEAD);
  }, 60_000);

  it('speaks English after the switch, also after a reload', async () => {
    server.play(6);
    await board.leg(LEAD).waitFor();
    await board.switchLanguage();
    await board.page.getByRole('heading', { name: 'The network at work' }).waitFor();
    const card = await board.leg(LEAD).innerText();
    for (const words of [
      'lead',
      'handling',
      'Delivered',
      'on time',
      'Normally settled by 8 Oct, 17 days left',
    ]) {
      expect(card).toContain(words);
    }
    const drawer = await board.openLeg(LEAD);
    await drawer.getByText('first day not counted').waitFor();
    await board.page.reload();
    await board.page.getByRole('heading', { name: 'The network at work' }).waitFor();
    expect(await board.page.evaluate('document.documentElement.lang')).toBe('en');
  }, 60_000);

  it('says that the connection is lost, keeps what it knew, and comes back by itself', async () => {
    broken = true;
    await soon(
      () => board.link(),
      (link) => link === 'live',
    );
    server.become('failing');
    await soon(
      () => board.link(),
      (link) => link === 'lost',
    );
    await board.page.getByRole('alert').getByText('节点没有回答').waitFor();
    expect(await board.lane('agency:education').innerText()).toContain('教师待遇');
    server.become('well');
    server.play(3);
    await soon(
      () => board.link(),
      (link) => link === 'live',
    );
    await board.leg(UP).waitFor();
    expect(await board.page.getByRole('alert').count()).toBe(0);
  }, 60_000);

  it('asks for the printed address when the start token is missing, and keeps the token out of sight', async () => {
    broken = true;
    server.become('refusing');
    await board.page.goto(`${address}/?token=abc`);
    await board.page.getByRole('alert').getByText('启动时打印的完整地址').waitFor();
    expect(board.page.url()).toBe(`${address}/`);
  }, 60_000);

  it('shows the newest of many legs and counts the rest', async () => {
    const legs = Array.from({ length: 300 }, (_, n) =>
      aLeg({
        id: `many-${String(n).padStart(3, '0')}`,
        from: 'city',
        to: 'agency:health',
        ticks: {
          delivered: '2026-09-16T02:00:00.000Z',
          registeredAs: null,
          registeredOn: null,
          refused: null,
          onPaper: false,
        },
      }),
    );
    server.show({ ...boardAfter(1), legs });
    await board.page.getByText('在办件共 300 件，看板显示最新 60 件').waitFor();
    expect(await board.leg('many-299').count()).toBe(1);
    await board.lane('agency:health').getByRole('button', { name: '显示其余 54 件' }).click();
    expect(await board.lane('agency:health').locator('[data-leg]').count()).toBe(60);
  }, 60_000);

  it('says that the board is empty', async () => {
    server.show({ ...boardAfter(1), cases: [], legs: [] });
    await board.page.getByText('目前没有信访件').waitFor();
  }, 60_000);

  it('moves nothing when the reader asked for reduced motion', async () => {
    await board.page.emulateMedia({ reducedMotion: 'reduce' });
    await soon(
      () => board.link(),
      (link) => link === 'live',
    );
    server.play(3);
    await board.leg(UP).waitFor();
    expect(await board.page.evaluate('document.querySelectorAll(".is-travelling").length')).toBe(0);
    expect(await board.page.locator('.latest').innerText()).toContain('地级市人大信访办 → 市人大信访办');
  }, 60_000);
});
