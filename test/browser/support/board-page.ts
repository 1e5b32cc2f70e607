import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';

const sighting = z.object({
  leg: z.string(),
  origin: z.string(),
  kind: z.string(),
  from: z.string(),
  to: z.string(),
  state: z.string(),
  lane: z.string(),
});
/** A place where the card of a leg was seen. */
export type Sighting = z.infer<typeof sighting>;

interface Options {
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

/**
 * The board as a test sees it, against the fixture server or a real node: open the address that `npm start` prints
 * (with its token), let the casebook play, then ask where legs were seen.
 */
export class BoardPage {
  private constructor(
    readonly page: Page,
    /** Addresses outside of the node that the page asked for; must stay empty. */
    readonly strangers: readonly string[],
    /** Errors of the page's console; must stay empty unless the test breaks something. */
    readonly errors: readonly string[],
  ) {}

  static async open(browser: Browser, address: string, options: Options = {}): Promise<BoardPage> {
    const { width = 1280, height = 900, reducedMotion = 'no-preference' } = options;
    const page = await browser.newPage({ viewport: { width, height }, locale: 'zh-CN', reducedMotion });
    const strangers: string[] = [];
    const errors: string[] = [];
    const { origin } = new URL(address);
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) strangers.push(request.url());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.addInitScript({ path: fileURLToPath(new URL('travel-recorder.js', import.meta.url)) });
    await page.goto(address);
    return new BoardPage(page, strangers, errors);
  }

  /** The board is drawn. */
  async ready(): Promise<void> {
    await this.page.locator('[data-board]').waitFor();
  }

  lane(unit: string): Locator {
    return this.page.locator(`[data-lane="${unit}"]`);
  }

  leg(legId: string): Locator {
    return this.page.locator(`[data-leg="${legId}"]`);
  }

  drawer(): Locator {
    return this.page.getByRole('dialog');
  }

  async openLeg(legId: string): Promise<Locator> {
    await this.leg(legId).click();
    await this.drawer().waitFor();
    return this.drawer();
  }

  /** Clicks the button that offers the other language. */
  async switchLanguage(): Promise<void> {
    await this.page.locator('.header-language').click();
  }

  /** Whether the board is fresh: connecting, live, polling or lost. */
  async link(): Promise<string | null> {
    return this.page.locator('[data-link]').getAttribute('data-link');
  }

  /** Every place where a leg was seen since the page opened, in order. */
  async sightings(): Promise<Sighting[]> {
    return z.array(sighting).parse(await this.page.evaluate('globalThis.huiyinSightings'));
  }

  /**
   * Waits until one leg was seen in these lanes in this order (others may lie between).
   * @returns the sightings of that leg
   */
  async travelled(
    which: (seen: Sighting) => boolean,
    lanes: readonly string[],
    within = 5000,
  ): Promise<Sighting[]> {
    const found = await eventually(
      async () => {
        const all = (await this.sightings()).filter(which);
        const legs = [...new Set(all.map(({ leg }) => leg))].map((id) => all.filter(({ leg }) => leg === id));
        return { done: legs.find((places) => holdsInOrder(places, lanes)), seen: all };
      },
      ({ done }) => done !== undefined,
      within,
    );
    return found.done ?? [];
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

function holdsInOrder(places: readonly Sighting[], lanes: readonly string[]): boolean {
  let next = 0;
  for (const { lane } of places) if (lane === lanes[next]) next += 1;
  return next === lanes.length;
}
