// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.OptionalInt;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.DeviceNode;
import org.cloister.probe.ProbeFindings.Subject;

/** What KVM made of all that is below it: whether SEV is on, and which machines it makes. */
final class KvmChecks {
    private static final Subject SEV_ON = new Subject("kernel", "SEV in KVM", true);
    private static final Subject OFFERED = new Subject("kernel", "machines of the type", true);

    private KvmChecks() {}

    static void make(AmdType type, Host host, ProbeFindings findings) {
        ModuleChecks.make(type, host, findings);
        encryption(host, findings);
        offered(type, host, findings);
        RuntimeChecks.make(type, host, findings);
    }

    /**
     * {@code KVM_MEMORY_ENCRYPT_OP} with no argument; very old kernels look at the argument first and say EFAULT where
     * SEV is on.
     */
    private static void encryption(Host host, ProbeFindings findings) {
        OptionalInt errno = host.kvm().encryptOp();
        if (errno.isEmpty()) {
            host.unasked(DeviceNode.KVM, SEV_ON, findings);
            return;
        }
        boolean on = errno.getAsInt() == 0 || errno.getAsInt() == Errno.EFAULT;
        findings.require(
                SEV_ON,
                on,
                Cause.DISABLED,
                on ? "enabled" : "KVM_MEMORY_ENCRYPT_OP gives " + Errno.name(errno.getAsInt()),
                "set kvm_amd.sev=1, load ccp, and look for 'SEV' in dmesg: the kernel says there what it misses");
    }

    private static void offered(AmdType type, Host host, ProbeFindings findings) {
        OptionalInt types = host.kvm().capability(KvmCapability.VM_TYPES);
        if (types.isEmpty()) {
            host.unasked(DeviceNode.KVM, OFFERED, findings);
        } else if (types.getAsInt() == 0) {
            String hint = "use Linux 6.10 or newer: older ones neither list their types nor have KVM_SEV_INIT2";
            findings.fail(OFFERED, Cause.UNSUPPORTED, "KVM does not report it", hint);
        } else {
            findings.require(
                    OFFERED,
                    host.kvm().offers(type).orElse(false),
                    Cause.DISABLED,
                    MaskNames.of(types.getAsInt(), MaskNames.MACHINES),
                    "fix what else fails; dmesg shows why KVM leaves a type out");
        }
    }
}
