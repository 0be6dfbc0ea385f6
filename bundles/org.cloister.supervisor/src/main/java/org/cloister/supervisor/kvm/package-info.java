// SPDX-License-Identifier: Apache-2.0
/** KVM as programs see it: machines that the kernel makes, and the emulated processor protects. */
package org.cloister.supervisor.kvm;
