import { getRequestListener } from '@hono/node-server'
import express, { type Express } from 'express'
import type { Social } from './social.ts'

export function createExpressApp(social: Social): Express {
  const app = express()
  // Before any body parser: the handler reads the body itself.
  app.all('/social/{*path}', getRequestListener(social.handler))
  app.use(express.json())
  return app
}
