// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * The number by which the firmware knows an SEV or SEV-ES guest.
 *
 * @param value unsigned 32 bits
 */
public record GuestHandle(int value) {}
