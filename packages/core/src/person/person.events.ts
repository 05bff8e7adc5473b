import * as z from 'zod/mini'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'

export const personCreated = defineEvent('person.created', 1, () => z.object({ personId: text() }), {
  hearers: ({ personId }) => ({ people: [personId] }),
})
