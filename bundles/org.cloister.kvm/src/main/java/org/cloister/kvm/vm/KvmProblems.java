// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import org.cloister.amd.kvm.VmType;
import org.cloister.amd.status.Errno;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.kvm.codes.KvmCodes;
import org.cloister.kvm.libc.Result;

/** What a refusal of KVM means to who runs the host. */
final class KvmProblems {
    private KvmProblems() {}

    /** Why {@code /dev/kvm} could not be opened: no node, no permission, or a node without driver. */
    static CloisterException notOpened(String node, int errno) {
        Problem problem = switch (errno) {
            case Errno.ENOENT ->
                Problem.host(KvmCodes.KVM_MISSING, "there is no such device node")
                        .remedy("load the module kvm_amd or kvm_intel; where it does not load, enable SVM (AMD) or VT-x"
                                + " (Intel) in the firmware setup, and in a container pass the device on");
            case Errno.EACCES, Errno.EPERM ->
                Problem.host(KvmCodes.KVM_PERMISSION, "this user may not open it")
                        .remedy(NodeOwners.remedy(node));
            case Errno.ENODEV, Errno.ENXIO ->
                Problem.host(KvmCodes.KVM_DRIVER, "the device node is there, but no driver behind it")
                        .remedy("load the module kvm_amd or kvm_intel, and enable SVM (AMD) or VT-x (Intel) in the"
                                + " firmware setup when it does not load");
            default -> Problem.host(KvmCodes.KVM_OPEN, "it cannot be opened").remedy(Errno.remedy(errno));
        };
        return problem.at(node).found(Errno.describe(errno)).exception();
    }

    /** Something was opened that does not answer as KVM does. */
    static CloisterException notKvm(String node, Result version, int expected) {
        return Problem.host(KvmCodes.KVM_VERSION, "this is not KVM with the stable interface")
                .at(node)
                .found(version.failed() ? Errno.describe(version.errno()) : "version " + version.value())
                .expected("version " + expected)
                .remedy("use a Linux kernel with KVM, and its own device node")
                .exception();
    }

    /** A machine could not be made. */
    static CloisterException noVm(VmType type, boolean offered, Result result) {
        if (offered) {
            return result.failure("KVM_CREATE_VM for a machine of type " + type.kernelName());
        }
        return Problem.host(KvmCodes.KVM_VM_TYPE, "this kernel does not offer " + type.title() + " machines")
                .found(type.kernelName() + " is not in KVM_CAP_VM_TYPES")
                .remedy(type.remedy())
                .exception();
    }

    static CloisterException closed() {
        return Problem.operation(KvmCodes.KVM_CLOSED, "this machine is closed").exception();
    }
}
