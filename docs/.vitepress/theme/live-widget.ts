import { defineComponent, h, onBeforeUnmount, onMounted, ref } from 'vue'
import type { WidgetName } from './widgets/mount-widget.tsx'

/**
 * A widget that lives on its page: `<LiveWidget name="feed" />`. React and the social system come with the first one that is
 * shown, in a browser only; pages without one do not load them.
 */
export const LiveWidget = defineComponent({
  props: { name: { type: String as () => WidgetName, required: true } },
  setup({ name }) {
    const place = ref<HTMLElement | null>(null)
    const note = ref('Loading the widget …')
    let unmount: (() => void) | null = null
    let isGone = false

    onMounted(async () => {
      try {
        const { mountWidget } = await import('./widgets/mount-widget.tsx')
        if (isGone || !place.value) return
        unmount = await mountWidget(place.value, name)
        note.value = ''
        if (isGone) unmount()
      } catch (error) {
        note.value = 'The widget could not be started.'
        throw error
      }
    })
    onBeforeUnmount(() => {
      isGone = true
      unmount?.()
    })

    return () =>
      h('div', { class: 'live-widget vp-raw', 'data-widget': name }, [
        note.value === '' ? null : h('p', { class: 'live-widget-note', role: 'status' }, note.value),
        h('div', { ref: place }),
      ])
  },
})
