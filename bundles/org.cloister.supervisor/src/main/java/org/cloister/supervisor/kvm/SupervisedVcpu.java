// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import org.cloister.supervisor.linux.HeldFile;

/**
 * A virtual processor of a program's machine.
 *
 * @param id as KVM_CREATE_VCPU gave it
 * @param file what the kernel knows it by
 * @param registers followed since it was made
 */
record SupervisedVcpu(int id, HeldFile file, RegisterTrace registers) {}
