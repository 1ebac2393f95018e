import { Router } from 'express';

/** /openapi.json and /docs. */
export function docsRoutes(): Router {
  return Router();
}
