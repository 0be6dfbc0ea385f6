// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import org.cloister.amd.channel.PinnedRegions;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Numbers;
import org.cloister.kvm.libc.Result;
import org.cloister.kvm.vm.KvmVm;

/** Regions that the kernel pins. */
record KernelRegions(KvmVm vm) implements PinnedRegions {
    @Override
    public void register(long address, long size) {
        require(REGISTER, vm.registerRegion(address, size), address, size);
    }

    @Override
    public void unregister(long address, long size) {
        require(UNREGISTER, vm.unregisterRegion(address, size), address, size);
    }

    private static void require(String call, Result result, long address, long size) {
        if (result.failed()) {
            String where = size + " bytes at " + Numbers.hex(address);
            throw new SevCommandException(call, result.errno(), FirmwareStatus.NOT_CALLED, where);
        }
    }
}
