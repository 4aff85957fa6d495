import { type RefObject, useEffect, useRef, useState } from 'react'

/** The width of an element in pixels, as it is now; `before` until it was drawn. */
export function useWidth<T extends HTMLElement>(before: number): readonly [RefObject<T | null>, number] {
  const element = useRef<T>(null)
  const [width, setWidth] = useState(before)
  useEffect(() => {
    const { current } = element
    if (current === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.round(entry.contentRect.width))
    })
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return [element, width]
}
