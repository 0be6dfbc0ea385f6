/**
 * KVM's interface as far as it says whether a host has SEV: requests, capabilities, types of machine and attributes by
 * their numbers ({@code linux/kvm.h}, {@code asm/kvm.h} of x86-64), and what a host answers to them. No native code.
 */
@Version("1.1.0")
package org.cloister.amd.kvm;

import org.osgi.annotation.versioning.Version;
