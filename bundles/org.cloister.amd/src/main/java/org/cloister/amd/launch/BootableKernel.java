// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.firmware.KernelFault;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;

/**
 * Whether QEMU boots the kernel of a request as it is measured. A plan is made of any kernel, with a note, so that
 * owners get an answer; what launches a guest refuses.
 */
public final class BootableKernel {
    private BootableKernel() {}

    /**
     * Refuses a kernel that QEMU does not load, or that it loads without the hashes that are wanted.
     *
     * @param request of one of AMD's types, or of a type that is still to be chosen
     * @throws org.cloister.api.CloisterException {@code kernel.load}, with what is wrong and what to do
     */
    public static void require(GuestRequest request) {
        Map<String, String> given = request.properties();
        boolean hashes = !"off".equals(given.get(GuestSetting.KERNEL_HASHES.key()));
        if (ofQemu(given)) {
            fault(request, hashes).ifPresent(fault -> {
                throw Problem.input(LaunchCodes.KERNEL_LOAD, fault.what())
                        .at(request.boot().orElseThrow().kernel().name())
                        .expected("a kernel that QEMU boots as it is measured")
                        .remedy(fault.remedy())
                        .exception();
            });
        }
    }

    /** What is wrong with the kernel where it is QEMU that boots it. */
    static Optional<KernelFault> fault(GuestSettings settings, GuestRequest request) {
        return settings.profile().monitor() == VmmKind.QEMU
                ? fault(request, settings.kernelHashes())
                : Optional.empty();
    }

    private static Optional<KernelFault> fault(GuestRequest request, boolean hashes) {
        return request.boot().flatMap(KernelFault::of).filter(fault -> hashes || !fault.isUnhashed());
    }

    /** Names that are not known are refused where they are read. */
    private static boolean ofQemu(Map<String, String> given) {
        String qemu = VmmKind.QEMU.key();
        String profile = given.getOrDefault(GuestSetting.PROFILE.key(), Profile.INIT2.key());
        return given.getOrDefault(GuestSetting.VMM.key(), qemu).equals(qemu)
                && (profile.equals(Profile.INIT2.key()) || profile.equals(Profile.LEGACY.key()));
    }
}
