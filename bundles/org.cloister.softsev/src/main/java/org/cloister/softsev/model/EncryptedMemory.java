// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

/**
 * What CPUID leaf 8000_001F says of a generation's processors, as firmware of hosts usually sets them up. Immutable.
 *
 * @param cbit the C-bit's position in page table entries
 * @param reducedPhysBits by how many bits physical addresses of the host shrink
 * @param maxAsid the highest address space identifier
 * @param firstSevAsid the first one for SEV guests without encrypted state; where it is set up is the host's choice
 */
record EncryptedMemory(int cbit, int reducedPhysBits, int maxAsid, int firstSevAsid) {}
