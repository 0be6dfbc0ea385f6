// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

/**
 * The TCB version that certificates were handed out for, as Azure's THIM service states it. Where a report has another,
 * the certificates are those of another time. Immutable.
 *
 * @param where the file that states it
 * @param tcb as the report has it, the first byte in bits 7:0
 */
public record StatedTcb(String where, long tcb) {}
