import { defineComponent, h } from 'vue'

/** A drawing in the colours of the page, which keeps its size on a narrow screen and scrolls there. */
export const Figure = defineComponent({
  props: { alt: { type: String, required: true } },
  setup:
    ({ alt }, { slots }) =>
    () =>
      h('div', { class: 'figure', role: 'img', 'aria-label': alt, tabindex: 0 }, [arrow(), slots['default']?.()]),
})

/** The head of an arrow, which the site's styles put at the end of lines. */
function arrow() {
  const shape = { id: 'figure-arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7 }
  const marker = h('marker', { ...shape, orient: 'auto' }, h('path', { d: 'M0 0 L8 4 L0 8 Z' }))
  return h('svg', { class: 'figure-marks', width: 0, height: 0 }, h('defs', marker))
}
