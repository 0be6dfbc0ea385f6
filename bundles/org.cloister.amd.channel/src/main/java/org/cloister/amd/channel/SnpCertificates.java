// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Optional;
import org.cloister.api.Bytes;

/**
 * The X.509 certificates by which reports of a platform are verified, each in DER, and what was revoked of them (AMD
 * 57230). Immutable.
 *
 * @param ark the root, signed by itself
 * @param ask what signs the certificates of chip keys, signed by the root
 * @param asvk what signs the certificates of loaded keys, signed by the root
 * @param vcek the chip's key for the TCB version that the platform reports now
 * @param vlek the loaded key; empty when none is loaded
 * @param crl the revocation list, signed by the root
 */
public record SnpCertificates(Bytes ark, Bytes ask, Bytes asvk, Bytes vcek, Optional<Bytes> vlek, Bytes crl) {}
