/**
 * The only door to the parsers that are not ours. They read certificates, requests and CRLs a second time, so that no byte is
 * shown or approved on the word of our own writer. The polyfill must be loaded before @peculiar/x509.
 */
import 'reflect-metadata'

export { AsnConvert } from '@peculiar/asn1-schema'
export {
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificateList,
  CertificatePolicies,
  CRLDistributionPoints,
  CRLReason,
  ExtendedKeyUsage,
  type Extension,
  type GeneralName,
  InvalidityDate,
  KeyUsage,
  type Name,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  TBSCertificate,
  TBSCertList,
  type Time,
} from '@peculiar/asn1-x509'
export { Pkcs10CertificateRequest } from '@peculiar/x509'
