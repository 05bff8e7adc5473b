import { definePersonKey } from '../operation/index.js'
import { membership, membershipIdOf } from './membership.js'

/** How memberships follow a person who is merged into another: who leads as either of two leads. */
export const membershipsOfMerged = definePersonKey(membership, 'personId', {
  orderBy: 'audience',
  idOf: (tenant, { programmeId, personId }) => membershipIdOf(tenant, programmeId, personId),
  aboutOf: ({ programmeId }) => programmeId,
  collapse: (own, moved) => (moved.role === 'manager' ? { ...own, role: 'manager' as const } : own),
})
