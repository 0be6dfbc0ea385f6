// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import org.cloister.amd.channel.EncryptionContext;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.libc.Result;
import org.cloister.kvm.vm.KvmVm;

/** Takes over the context of another machine of the kernel's. */
record KernelContext(KvmVm vm) implements EncryptionContext {
    @Override
    public void copyFrom(VirtualMachine source) {
        take(COPY, KvmCapability.VM_COPY_ENC_CONTEXT_FROM, source);
    }

    @Override
    public void moveFrom(VirtualMachine source) {
        take(MOVE, KvmCapability.VM_MOVE_ENC_CONTEXT_FROM, source);
    }

    private void take(String call, KvmCapability capability, VirtualMachine source) {
        KvmVm other = source.adapt(KvmVm.class)
                .orElseThrow(() -> new SevCommandException(call, Errno.EBADF, FirmwareStatus.NOT_CALLED));
        Result result = vm.enable(capability, other.number());
        if (result.failed()) {
            throw new SevCommandException(call, result.errno(), FirmwareStatus.NOT_CALLED);
        }
    }
}
