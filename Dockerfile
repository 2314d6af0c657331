# The worker, the HTTP routes and the command line in one image: `docker run perennial worker`.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# node_modules is there, so this generates the client and builds dist/ only. The embedded PostgreSQL is not for containers.
RUN node scripts/setup.js && npm prune --omit=dev --omit=optional --ignore-scripts && node scripts/slim.js

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=build --chown=1000:1000 /app ./
# The user node, by number: Kubernetes then knows that it is not root.
USER 1000:1000
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["--help"]
