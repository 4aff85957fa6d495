import { Monitor, Moon, Sun } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './theme-toggle.module.css'
import { applyTheme, keepTheme, nextTheme, readTheme, type Theme } from './theme.ts'

const LOOKS = {
  system: { icon: Monitor, word: 'As system' },
  light: { icon: Sun, word: 'Light' },
  dark: { icon: Moon, word: 'Dark' },
} as const satisfies Record<Theme, unknown>

/** System, light, dark, and round again; kept on this machine. */
export function ThemeToggle(): ReactElement {
  const [theme, setTheme] = useState<Theme>(() => readTheme(localStorage))
  const next = nextTheme(theme)
  return (
    <AriaButton
      className={classNames(styles['toggle'])}
      aria-label={`Theme: ${LOOKS[theme].word}. Change to ${LOOKS[next].word}`}
      onPress={() => {
        keepTheme(localStorage, next)
        applyTheme(document.documentElement, next)
        setTheme(next)
      }}
    >
      <Icon of={LOOKS[theme].icon} size={20} />
      <span>{LOOKS[theme].word}</span>
    </AriaButton>
  )
}
