// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * What a command does to a guest's vCPUs (Linux, arch/x86/kvm/svm/sev.c). Platforms that make the vCPUs go by it,
 * instead of by the names of commands.
 */
public enum CommandEffect {
    /** Readies the machine; vCPUs can be made when it succeeded, and not before. */
    INITIALISES,
    /** Measures and encrypts the registers of all vCPUs as they are now. */
    MEASURES_VCPUS,
    /** Ends the launch: the vCPUs may run. */
    FINISHES
}
