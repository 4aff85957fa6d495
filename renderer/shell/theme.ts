export const THEMES = ['system', 'light', 'dark'] as const

export type Theme = (typeof THEMES)[number]

const KEY = 'conclave.theme'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function readTheme(store: Store): Theme {
  const kept = store.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export function keepTheme(store: Store, theme: Theme): void {
  if (theme === 'system') store.removeItem(KEY)
  else store.setItem(KEY, theme)
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
}

/** Without an attribute the system decides. */
export function applyTheme(root: HTMLElement, theme: Theme): void {
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}
