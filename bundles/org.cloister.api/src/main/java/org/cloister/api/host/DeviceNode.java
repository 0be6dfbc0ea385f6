// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.host;

/** Paths of the nodes of the devices that launch guests. */
public final class DeviceNode {
    /** KVM: machines. */
    public static final String KVM = "/dev/kvm";
    /** The secure processor. */
    public static final String SEV = "/dev/sev";

    private DeviceNode() {}
}
