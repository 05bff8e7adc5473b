import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import './site.css'
import { Figure } from './figure.ts'
import { LiveWidget } from './live-widget.ts'

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('Figure', Figure)
    app.component('LiveWidget', LiveWidget)
  },
} satisfies Theme
