import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'

/** A certificate chain and its key, as PEM. */
export interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
}

/** Why there is no usable certificate, as a sentence. */
export class CertificateError extends Error {}

/** Reads both files and makes sure that they belong together; throws a CertificateError where they do not. */
export function readCertificate(certPath: string, keyPath: string): Certificate {
  const certificate = { cert: readPem('--tls-cert', certPath), key: readPem('--tls-key', keyPath) }
  try {
    createSecureContext(certificate)
  } catch (error) {
    throw new CertificateError(`--tls-cert and --tls-key do not go together: ${messageOf(error)}.`)
  }
  return certificate
}

function readPem(flag: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new CertificateError(`${flag} names a file that cannot be read: ${messageOf(error)}.`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
