// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.firmware.ImageMapping;

/**
 * What a domain of libvirt's says of a guest beside its protection. Files have the names that they have on the domain's
 * host. Immutable.
 *
 * @param place of the domain itself, for people
 * @param machine QEMU's machine, such as {@code pc-q35-9.1}; empty where libvirt chooses
 * @param firmware the firmware's file
 * @param mapping how QEMU maps the firmware; flash where the domain leaves it open
 * @param kernel the file of a kernel for direct boot, if there is one
 * @param initrd the file of its initial RAM disk, if there is one
 * @param commandLine the kernel's command line, if there is one
 * @param vcpuType the processor model by QEMU's name
 * @param vcpus how many processors are there at start
 * @param memory bytes of RAM
 */
public record DomainGuest(
        String place,
        Optional<String> machine,
        Said<String> firmware,
        ImageMapping mapping,
        Optional<Said.Value<String>> kernel,
        Optional<Said.Value<String>> initrd,
        Optional<Said.Value<String>> commandLine,
        Said<String> vcpuType,
        Said.Value<Integer> vcpus,
        Said<Long> memory) {
    /** Checks that all parts are there. */
    public DomainGuest {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(firmware, "firmware");
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(initrd, "initrd");
        Objects.requireNonNull(commandLine, "commandLine");
        Objects.requireNonNull(vcpuType, "vcpuType");
        Objects.requireNonNull(vcpus, "vcpus");
        Objects.requireNonNull(memory, "memory");
    }
}
