import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createHttpSocial, failure } from '../../test-support/create-http-social.js'
import { actorOf } from '../../test-support/create-test-social.js'
import { type Actor, SociusError, system } from '../index.js'

describe('the tools of an agent', () => {
  it('are one for each operation, with what it reads and whether it changes anything', async () => {
    const { social } = await createHttpSocial()
    const tools = new Map((await social.tools(system)).map((tool) => [tool.name, tool]))
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
    const toolOf = async (actor: Actor, name: string) => {
      const tool = (await social.tools(actor)).find((one) => one.name === name)
      if (!tool) throw new Error(`${actor.id} has no ${name}.`)
      return tool
    }
    const publish = await toolOf(actorOf('ada'), 'activities_publish')
    await publish.call({ personId: 'ada', text: 'For my eyes', audience: 'private' })
    await expect(publish.call({ personId: 'noor', text: 'Not mine' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(publish.call({ personId: 'ada', txt: 'x' })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await (await toolOf(actorOf('ada'), 'feed_home')).call({})).toMatchObject({ items: [{}] })
    expect(await (await toolOf(actorOf('noor'), 'feed_home')).call({})).toMatchObject({ items: [] })
    expect(await (await toolOf(actorOf('ada', 'elsewhere'), 'feed_home')).call({})).toMatchObject({ items: [] })
    failure.next = new SociusError('busy', 'Later.', { retryable: true })
    await expect((await toolOf(system, 'echo_fail')).call({})).rejects.toBe(failure.next)
    const wait = (await toolOf(system, 'echo_wait')).call({}, { signal: AbortSignal.timeout(10) })
    await expect(wait).rejects.toMatchObject({ code: 'aborted' })
  })

  it('are not offered what only the system may do, and it is refused all the same', async () => {
    const { social, ask, send } = await createHttpSocial()
    const names = async (actor: Actor) => (await social.tools(actor)).map(({ name }) => name)
    const adas = await names(actorOf('ada'))
    const hidden = (await names(system)).filter((name) => !adas.includes(name))
    expect(hidden).toEqual(
      expect.arrayContaining(['activities_annotate', 'people_list', 'people_merge', 'sync_runDue', 'echo_manage']),
    )
    const listed = async (name: string) => {
      const response = await ask('/social/tools', { headers: { 'x-actor': name } })
      const { tools } = (await response.json()) as { tools: { name: string }[] }
      return tools.map((tool) => tool.name)
    }
    expect(await listed('ada')).toEqual(adas)
    expect(await listed('root')).toEqual(await names(system))
    expect((await ask('/social/tools', { headers: { 'x-actor': '' } })).status).toBe(401)
    expect((await send('/social/echo/manage', {})).status).toBe(403)
  })

  it('are refused to somebody who is no actor', async () => {
    const { social } = await createHttpSocial()
    await expect(social.tools({} as Actor)).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
