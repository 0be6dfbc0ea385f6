// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.KernelFiles;
import org.cloister.amd.firmware.OvmfBuilder;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;

/** Requests that differ from a usual one in what a test is about. */
record Requests(
        Image firmware,
        Optional<DirectBoot> boot,
        int vcpus,
        String vcpuType,
        long memory,
        Map<String, String> properties) {
    static final long MIB = 1 << 20;

    static Requests usual() {
        return new Requests(OvmfBuilder.usual().image(), Optional.empty(), 1, "EPYC-v4", 256 * MIB, Map.of());
    }

    Requests firmware(Image other) {
        return new Requests(other, boot, vcpus, vcpuType, memory, properties);
    }

    Requests firmware(OvmfBuilder other) {
        return firmware(other.image());
    }

    Requests boot(DirectBoot other) {
        return new Requests(firmware, Optional.of(other), vcpus, vcpuType, memory, properties);
    }

    Requests kernel() {
        Image kernel = new Image("kernel", Bytes.of(KernelFiles.BZIMAGE.content()));
        return boot(new DirectBoot(kernel, Optional.empty(), "quiet"));
    }

    Requests vcpus(int other) {
        return new Requests(firmware, boot, other, vcpuType, memory, properties);
    }

    Requests vcpuType(String other) {
        return new Requests(firmware, boot, vcpus, other, memory, properties);
    }

    Requests memory(long other) {
        return new Requests(firmware, boot, vcpus, vcpuType, other, properties);
    }

    Requests with(String name, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(name, value);
        return new Requests(firmware, boot, vcpus, vcpuType, memory, more);
    }

    GuestRequest request() {
        return new GuestRequest(firmware, boot, vcpus, vcpuType, memory, properties);
    }
}
