// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;

/** What decides the measurement of a guest, alike for who launches it and for who expects it. */
final class GuestOptions implements OptionGroup {
    /** Default bytes of RAM. */
    private static final long DEFAULT_MEMORY = 256L << 20;

    private static final int FIRMWARE_MEBIBYTES = 16;
    private static final int BOOT_MEBIBYTES = 1024;

    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> firmware =
            rows.text("--firmware", "FILE", "The firmware image; by default a small sample that cloister builds.");
    private final OptionRow<String> kernel = rows.text("--kernel", "FILE", "A kernel for direct boot.");
    private final OptionRow<String> initrd = rows.text("--initrd", "FILE", "The kernel's initial RAM disk.");
    private final OptionRow<String> append =
            rows.text("--append", "TEXT", "The kernel's command line.").verbatim();
    private final VcpuOptions vcpus = rows.add(new VcpuOptions());

    /** Whether any of these options was given; defaults do not count. */
    boolean given() {
        return Stream.of(firmware.value(), kernel.value(), initrd.value(), append.value())
                        .anyMatch(Objects::nonNull)
                || givesModel()
                || vcpus.given() != null;
    }

    /** Whether the firmware is a file of the user's. */
    boolean namesFirmware() {
        return firmware.value() != null;
    }

    /** Whether a vCPU model was given. */
    boolean givesModel() {
        return vcpus.modelSignature().isPresent();
    }

    /** As {@link #request}; a given model narrows a search, while the default does not. */
    GuestRequest searched(
            CommandContext session, GuestSource source, Optional<Long> memory, Map<String, String> properties) {
        GuestRequest request = request(session, source, memory, properties);
        Map<String, String> all = new TreeMap<>(request.properties());
        Optional<String> model = vcpus.modelSignature()
                .or(() -> source.domain()
                        .map(any ->
                                Numbers.hex32(CpuModel.named(request.vcpuType()).signature())));
        model.ifPresent(signature -> all.put(GuestSetting.VCPU_SIGNATURE.key(), signature));
        return request.withProperties(all);
    }

    /**
     * What is asked for, by these options alone or beside a domain.
     *
     * @param memory bytes of RAM, where an option says so
     */
    GuestRequest request(
            CommandContext session, GuestSource source, Optional<Long> memory, Map<String, String> properties) {
        InputFiles files = new InputFiles(session);
        return source.domain().isPresent()
                ? request(
                        new DomainParts(session, source.domain().get(), source.use(), files, source.notes()),
                        memory,
                        properties)
                : request(files, memory, properties);
    }

    private GuestRequest request(DomainParts domain, Optional<Long> memory, Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>(properties);
        Optional<String> model = domain.vcpuType(vcpus.modelSignature());
        if (model.isEmpty()) {
            vcpus.signature().ifPresent(signature -> all.put(GuestSetting.VCPU_SIGNATURE.key(), signature));
        }
        return new GuestRequest(
                domain.firmware(firmware.value(), FIRMWARE_MEBIBYTES),
                domain.boot(kernel.value(), initrd.value(), append.value(), all, BOOT_MEBIBYTES),
                domain.vcpus(vcpus.given()),
                model.orElseGet(vcpus::type),
                domain.memory(memory, DEFAULT_MEMORY),
                all);
    }

    private GuestRequest request(InputFiles files, Optional<Long> memory, Map<String, String> properties) {
        refuseWithoutKernel("--initrd", initrd.value());
        refuseWithoutKernel("--append", append.value());
        Image image = firmware.value() == null
                ? SampleFirmware.image()
                : files.read("--firmware", firmware.value(), FIRMWARE_MEBIBYTES);
        Map<String, String> all = new TreeMap<>(properties);
        vcpus.signature().ifPresent(signature -> all.put(GuestSetting.VCPU_SIGNATURE.key(), signature));
        return new GuestRequest(image, boot(files), vcpus.count(), vcpus.type(), memory.orElse(DEFAULT_MEMORY), all);
    }

    private Optional<DirectBoot> boot(InputFiles files) {
        if (kernel.value() == null) {
            return Optional.empty();
        }
        Image image = files.readEmptyToo("--kernel", kernel.value(), BOOT_MEBIBYTES);
        Optional<Image> disk =
                Optional.ofNullable(initrd.value()).map(name -> files.readEmptyToo("--initrd", name, BOOT_MEBIBYTES));
        return Optional.of(new DirectBoot(image, disk, append.value() == null ? "" : append.value()));
    }

    private void refuseWithoutKernel(String option, String value) {
        if (kernel.value() == null && value != null) {
            throw Problem.input(CliCodes.KERNEL_MISSING, option + " is for a kernel, and none is given")
                    .remedy("add --kernel FILE")
                    .exception();
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
