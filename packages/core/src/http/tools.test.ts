import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createHttpSocial, failure } from '../../test-support/create-http-social.js'
import { actorOf } from '../../test-support/create-test-social.js'
import { type Actor, SociusError, system } from '../index.js'

describe('the tools of an agent', () => {
  it('are one for each operation, with what it reads and whether it changes anything', async () => {
    const { social } = await createHttpSocial()
    const tools = new Map(social.tools(system).map((tool) => [tool.name, tool]))
    expect(tools.get('feed_home')).toMatchObject({
      description: 'What a person sees: their own, what others show them, and what is public; the newest first.',
      readOnly: true,
      annotations: { readOnlyHint: true },
      inputSchema: {
        type: 'object',
        additionalProperties: false,
        properties: { limit: { type: 'integer', default: 20 } },
      },
    })
    expect(tools.get('comments_add')).toMatchObject({ readOnly: false, annotations: { readOnlyHint: false } })
    expect(tools.get('echo_write')).toBeDefined()
    for (const { name, description, inputSchema } of tools.values()) {
      expect(name).toMatch(/^[a-zA-Z0-9_]{1,64}$/)
      expect(description).not.toBe('')
      expect(inputSchema['type']).toBe('object')
      expect(() => z.fromJSONSchema({ ...inputSchema })).not.toThrow()
    }
  })

  it('do what the operation does, as the actor and nobody else', async () => {
    const { social } = await createHttpSocial()
    const toolOf = (actor: Actor, name: string) => {
      const tool = social.tools(actor).find((one) => one.name === name)
      if (!tool) throw new Error(`${actor.id} has no ${name}.`)
      return tool
    }
    const publish = toolOf(actorOf('ada'), 'activities_publish')
    await publish.call({ personId: 'ada', text: 'For my eyes', audience: 'private' })
    await expect(publish.call({ personId: 'noor', text: 'Not mine' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(publish.call({ personId: 'ada', txt: 'x' })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await toolOf(actorOf('ada'), 'feed_home').call({})).toMatchObject({ items: [{}] })
    expect(await toolOf(actorOf('noor'), 'feed_home').call({})).toMatchObject({ items: [] })
    expect(await toolOf(actorOf('ada', 'elsewhere'), 'feed_home').call({})).toMatchObject({ items: [] })
    failure.next = new SociusError('busy', 'Later.', { retryable: true })
    await expect(toolOf(system, 'echo_fail').call({})).rejects.toBe(failure.next)
    const wait = toolOf(system, 'echo_wait').call({}, { signal: AbortSignal.timeout(10) })
    await expect(wait).rejects.toMatchObject({ code: 'aborted' })
  })

  it('are not offered what only the system may do, and it is refused all the same', async () => {
    const { social, ask, send } = await createHttpSocial()
    const names = (actor: Actor) => social.tools(actor).map(({ name }) => name)
    const hidden = names(system).filter((name) => !names(actorOf('ada')).includes(name))
    expect(hidden).toEqual(
      expect.arrayContaining(['activities_annotate', 'people_list', 'people_merge', 'sync_runDue', 'echo_manage']),
    )
    const listed = async (name: string) => {
      const response = await ask('/social/tools', { headers: { 'x-actor': name } })
      const { tools } = (await response.json()) as { tools: { name: string }[] }
      return tools.map((tool) => tool.name)
    }
    expect(await listed('ada')).toEqual(names(actorOf('ada')))
    expect(await listed('root')).toEqual(names(system))
    expect((await ask('/social/tools', { headers: { 'x-actor': '' } })).status).toBe(401)
    expect((await send('/social/echo/manage', {})).status).toBe(403)
  })

  it('are refused to somebody who is no actor', async () => {
    const { social } = await createHttpSocial()
    expect(() => social.tools({} as Actor)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })
})
