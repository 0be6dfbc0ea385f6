// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import org.cloister.amd.cert.SevCertificate;

/**
 * What an owner takes a platform over with (SEV API, 55766, "PEK_CERT_IMPORT").
 *
 * @param pek the certificate of the platform's PEK, signed by the owner
 * @param oca the owner's own
 */
public record OwnerCertificates(SevCertificate pek, SevCertificate oca) {}
