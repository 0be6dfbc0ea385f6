// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.measurement;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.firmware.KernelHashes;
import org.cloister.amd.firmware.OtherFormat;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;

/**
 * The launch digest of an SEV or SEV-ES guest from its parts as they are: firmware, table of kernel hashes, VMSAs (SEV
 * API, 55766, "LAUNCH_UPDATE_DATA", "LAUNCH_UPDATE_VMSA"). For owners who have VMSAs rather than the settings they come
 * of; everybody else takes {@link org.cloister.owner.ExpectedMeasurement}.
 */
public final class MeasuredParts {
    private MeasuredParts() {}

    /**
     * The digest, 32 bytes.
     *
     * @param firmware all that is measured of it; not checked beyond what the kernel needs
     * @param boot a kernel whose hashes are in the guest
     * @param vmsas of each vCPU in order, 4096 bytes each; none for a guest without SEV-ES
     * @throws org.cloister.api.CloisterException {@code vmsa.size}; {@code ovmf.format} for a file of another format;
     *     {@code ovmf.hashes.missing} when the firmware would not look at the hashes, so that any kernel could be
     *     booted
     */
    public static Bytes of(Image firmware, Optional<DirectBoot> boot, List<Bytes> vmsas) {
        OtherFormat.refuse(firmware);
        MessageDigest digest = Crypto.platform().digest(Hash.SHA256);
        update(digest, firmware.content());
        boot.ifPresent(kernel -> update(digest, hashes(firmware, kernel)));
        vmsas.forEach(vmsa -> update(digest, checked(vmsa)));
        return Bytes.of(digest.digest());
    }

    private static Bytes hashes(Image firmware, DirectBoot boot) {
        if (!OvmfImage.takesKernelHashes(firmware)) {
            throw Problem.input(ProblemCodes.OVMF_HASHES_MISSING, "the firmware has no area for kernel hashes")
                    .at(firmware.name())
                    .remedy("use an OVMF build with kernel hashes, such as AmdSev")
                    .exception();
        }
        return KernelHashes.of(boot).table();
    }

    private static Bytes checked(Bytes vmsa) {
        if (vmsa.length() != Vmsa.SIZE) {
            throw Problem.input(ProblemCodes.VMSA_SIZE, "a VMSA has one page")
                    .found(vmsa.length() + " bytes")
                    .expected(Vmsa.SIZE)
                    .exception();
        }
        return vmsa;
    }

    private static void update(MessageDigest digest, Bytes content) {
        content.digestTo(digest, 0, content.length());
    }
}
