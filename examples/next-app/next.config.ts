import type { NextConfig } from 'next'

// The Content-Security-Policy is in proxy.ts: it carries a nonce, new for every request.
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
]

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
  // TypeScript 7 has no JavaScript API: Next.js calls its command line instead.
  experimental: { useTypeScriptCli: true },
}

export default config
