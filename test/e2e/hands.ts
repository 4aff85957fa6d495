import { expect, type Locator, type Page } from '@playwright/test'

/** How a person works the window. The same ceremony can be held in either way. */
export interface Hands {
  readonly page: Page
  /** The step has become the current one, and its title has the focus where the keyboard leads on. */
  step(title: string): Promise<void>
  press(name: string | RegExp, region?: string): Promise<void>
  fill(label: string, text: string): Promise<void>
  /** A secret. */
  type(label: string | RegExp, secret: string): Promise<void>
  tick(label: string): Promise<void>
  /** One of several people. */
  choose(person: string, group?: string): Promise<void>
  /** One option of a decision, of which none is chosen yet. */
  pick(option: string, group: string): Promise<void>
}

function button(page: Page, name: string | RegExp, region: string | undefined): Locator {
  const place = region === undefined ? page : page.getByRole('region', { name: region })
  return place.getByRole('button', { name }).first()
}

async function atStep(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('heading', { name: title, level: 1, exact: true })).toBeVisible()
}

/** The longest act of a test. */
const LONG_MS = 120_000

/**
 * What was pressed before may still be done: then its button hears no other press, and what is typed or chosen meanwhile is
 * taken away as it ends. Nobody acts before.
 */
async function untilDone(page: Page): Promise<void> {
  await expect(page.locator('[data-pending]')).toHaveCount(0, { timeout: LONG_MS })
}

/** The hand-over may come up between the click and the keys, and takes what is typed: then, as anybody would, once more. */
async function typeUntilThere(page: Page, field: Locator, text: string, reach: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await reach()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(text)
    expect(await field.inputValue()).toBe(text)
  }).toPass()
}

export class ByMouse implements Hands {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  step(title: string): Promise<void> {
    return atStep(this.page, title)
  }

  async press(name: string | RegExp, region?: string): Promise<void> {
    await untilDone(this.page)
    await button(this.page, name, region).click()
  }

  async fill(label: string, text: string): Promise<void> {
    await untilDone(this.page)
    await this.page.getByLabel(label).fill(text)
  }

  async type(label: string | RegExp, secret: string): Promise<void> {
    await untilDone(this.page)
    const field = this.page.getByLabel(label, { exact: true })
    await typeUntilThere(this.page, field, secret, () => field.click())
  }

  async tick(label: string): Promise<void> {
    await untilDone(this.page)
    await this.page.locator('label').filter({ hasText: label }).click()
  }

  async choose(person: string, group = 'Who approves'): Promise<void> {
    await untilDone(this.page)
    await this.page.getByRole('radiogroup', { name: group }).locator('label').filter({ hasText: person }).click()
  }

  pick(option: string, group: string): Promise<void> {
    return this.choose(option, group)
  }
}

/** Tab, Shift+Tab, arrows, Space, Enter and letters: the mouse is not touched. */
export class ByKeyboard implements Hands {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async step(title: string): Promise<void> {
    await atStep(this.page, title)
    await expect(this.page.getByRole('heading', { name: title, level: 1, exact: true })).toBeFocused()
  }

  async press(name: string | RegExp, region?: string): Promise<void> {
    await untilDone(this.page)
    const wanted = button(this.page, name, region)
    await this.#tabTo(wanted)
    // As a click does: what is locked until something was checked takes no key.
    await expect(wanted).toBeEnabled()
    await this.page.keyboard.press('Enter')
  }

  async fill(label: string, text: string): Promise<void> {
    await untilDone(this.page)
    await this.#tabTo(this.page.getByLabel(label))
    await this.page.keyboard.press('ControlOrMeta+A')
    await this.page.keyboard.type(text)
  }

  async type(label: string | RegExp, secret: string): Promise<void> {
    await untilDone(this.page)
    const field = this.page.getByLabel(label, { exact: true })
    await typeUntilThere(this.page, field, secret, () => this.#tabTo(field))
  }

  async tick(label: string): Promise<void> {
    await untilDone(this.page)
    await this.#tabTo(this.page.getByRole('checkbox', { name: label }))
    await this.page.keyboard.press('Space')
  }

  async choose(person: string, groupName = 'Who approves'): Promise<void> {
    await untilDone(this.page)
    const group = this.page.getByRole('radiogroup', { name: groupName })
    const wanted = group.getByRole('radio', { name: person })
    await this.#tabTo(group.getByRole('radio', { checked: true }))
    for (let presses = 0; presses < 6 && !(await wanted.isChecked()); presses++)
      await this.page.keyboard.press('ArrowDown')
    expect(await wanted.isChecked()).toBe(true)
  }

  async pick(option: string, groupName: string): Promise<void> {
    await untilDone(this.page)
    const group = this.page.getByRole('radiogroup', { name: groupName })
    const wanted = group.getByRole('radio', { name: option })
    await this.#tabTo(group.getByRole('radio').first())
    await this.page.keyboard.press('Space')
    if (!(await wanted.isChecked())) await this.page.keyboard.press('ArrowDown')
    expect(await wanted.isChecked()).toBe(true)
  }

  async #tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible()
    for (let presses = 0; presses < 90; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error('the keyboard does not reach it')
  }
}
