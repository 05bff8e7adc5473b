import { describe, expect, it } from 'vitest'
import { nameOf } from '../people/merge.js'
import { readSyncOptions } from '../sync/index.js'
import { coreModules } from './core-modules.js'

const modules = coreModules({}, await readSyncOptions())

/** Who did something, written down as it was then: that does not change when the person turns out to be another. */
const doneBy = /By$/

/** Names of fields that say whose a row is, or whom it is about. */
const ofSomebody =
  /^(?:(?:.*[pP]erson|from|to|other|member|author|owner|user|mentor|mentee|host|guest|recipient|sender|inviter|invitee|assignee|viewer|leader|follower|participant|organiser|moderator|reporter|subject[pP]erson)Id|initiatedBy)$/

/** Collections that say who was who: a merge writes them itself. */
const ownRows = ['merge', 'person_text', 'person_term']

describe('the collections of core', () => {
  const references = modules.flatMap((module) => module.people)

  it('declare how each row that is somebody’s follows a merge', () => {
    const uncovered = modules
      .flatMap((module) => module.collections)
      .filter(({ name }) => !ownRows.includes(name))
      .flatMap((collection) => {
        const covered = references
          .filter((reference) => reference.collection.name === collection.name)
          .flatMap((reference) => reference.fields)
        return [...collection.fields.keys()]
          .filter((field) => ofSomebody.test(field) && !covered.includes(field))
          .map((field) => `${collection.name}.${field}`)
      })
    expect(uncovered).toEqual([])
  })

  it('declare it once, for fields that there are, in their own module', () => {
    for (const module of modules) {
      for (const { collection, fields } of module.people) {
        expect(module.collections.map(({ name }) => name)).toContain(collection.name)
        expect(fields.length).toBeGreaterThan(0)
        for (const field of fields) expect([...collection.fields.keys()]).toContain(field)
      }
    }
    // Rows of one collection may follow in two ways; a merge tells them apart by this name.
    const names = references.map(nameOf)
    expect(new Set(names).size).toBe(names.length)
  })

  it('name the field otherwise where it only says who did something', () => {
    const fields = modules.flatMap(({ collections }) => collections.flatMap((each) => [...each.fields.keys()]))
    expect([...new Set(fields.filter((field) => doneBy.test(field) && !ofSomebody.test(field)))].toSorted()).toEqual([
      'establishedBy',
      'grantedBy',
      'linkedBy',
      'startedBy',
      'unmergedBy',
      'updatedBy',
      'withdrawnBy',
    ])
  })
})
