// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

/**
 * The least security version of the SEV-SNP firmware (component SNP of the TCB version) that one of AMD's security
 * bulletins asks for. The versions are as operators cite the bulletins in public; the bulletins themselves were not
 * read: unverified. A bulletin may ask for microcode or BIOS updates beside, which this does not see.
 *
 * @param version as in attestation reports
 * @param bulletin AMD's name for it
 */
public record FirmwareMinimum(int version, String bulletin) {}
