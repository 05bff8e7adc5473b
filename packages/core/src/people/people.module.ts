import { defineModule, type PersonReference } from '../operation/index.js'
import { person, personCreated } from '../person/index.js'
import { personTerm, personText } from './findable.js'
import { createFinishMerge } from './finish-merge.reaction.js'
import { identity, profile } from './identity.js'
import { mergingLoader } from './load-merging.js'
import { merge, mergeEntry, mergeTurn } from './merge.js'
import { createMergeOperations } from './merge.operations.js'
import {
  identityEstablished,
  mergeContinued,
  personMerged,
  personUnmerged,
  personUpdated,
  profileUpdated,
} from './people.events.js'
import { peopleOperations } from './people.operations.js'
import { identitiesOfMerged } from './person-references.js'

/**
 * Who people are, here and on platforms.
 * @param others How the rows of all other modules follow a person who is merged into another.
 */
export function createPeopleModule(others: readonly PersonReference[]) {
  const all = [identitiesOfMerged, ...others]
  const loadMerging = mergingLoader([...all.filter(({ atOnce }) => atOnce), ...all.filter(({ atOnce }) => !atOnce)])
  return defineModule({
    name: 'people',
    collections: [person, identity, profile, personText, personTerm, merge, mergeEntry, mergeTurn],
    events: [
      personCreated,
      personUpdated,
      personMerged,
      personUnmerged,
      mergeContinued,
      identityEstablished,
      profileUpdated,
    ],
    operations: { ...peopleOperations, ...createMergeOperations(loadMerging) },
    reactions: [createFinishMerge(loadMerging)],
    people: [identitiesOfMerged],
  })
}
