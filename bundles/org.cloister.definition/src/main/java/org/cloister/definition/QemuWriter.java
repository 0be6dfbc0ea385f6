// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.launch.BootableKernel;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.GuestType;
import org.cloister.api.OnOff;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;

/** Writes a request as arguments of QEMU's. */
public final class QemuWriter {
    private static final String ID = "sev0";

    private final ExplicitSettings protection;
    private final Map<String, String> files;
    private final List<String> notes = new ArrayList<>();

    private QemuWriter(ExplicitSettings protection, Map<String, String> files) {
        this.protection = protection;
        this.files = files;
    }

    /**
     * The arguments that make such a guest.
     *
     * @param arguments each one argument, the program's name first
     * @param notes what has to be done besides, each a sentence
     */
    public record Line(List<String> arguments, List<String> notes) {
        /** Copies the lists. */
        public Line {
            arguments = List.copyOf(arguments);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A whole command line.
     *
     * @param files names of files that hold a setting's content in base64, by the setting's name; those that are not
     *     there are given a name of their own, and a note
     * @param builtIn whether the firmware is not a file
     * @throws org.cloister.api.CloisterException {@code qemu.unsaid} for what QEMU has no option for,
     *     {@code kernel.load} for a kernel that it does not boot as it is measured, or as {@code GuestSettings} refuses
     *     the request
     */
    public static Line line(GuestType type, GuestRequest request, Map<String, String> files, boolean builtIn) {
        return new QemuWriter(ExplicitSettings.of(type, request), files).line(request, builtIn);
    }

    /**
     * The object alone, as {@code -object} takes it.
     *
     * @param files as for {@link #line}
     * @throws org.cloister.api.CloisterException as {@link #line}
     */
    public static String object(GuestType type, GuestRequest request, Map<String, String> files) {
        return new QemuWriter(ExplicitSettings.of(type, request), files).object();
    }

    private Line line(GuestRequest request, boolean builtIn) {
        BootableKernel.require(request);
        List<String> line = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "kvm"));
        line.addAll(List.of("-machine", machine(), "-object", object()));
        line.addAll(List.of("-cpu", request.vcpuType(), "-smp", Integer.toString(request.vcpus())));
        line.addAll(List.of("-m", (request.memory() >> 10) + "K"));
        line.addAll(firmware(request.firmware()));
        if (builtIn) {
            notes.add("The built-in firmware is not a file; QEMU wants one.");
        }
        request.boot().ifPresent(boot -> {
            line.addAll(List.of("-kernel", boot.kernel().name()));
            boot.initrd().ifPresent(initrd -> line.addAll(List.of("-initrd", initrd.name())));
            line.addAll(List.of("-append", boot.commandLine()));
        });
        return new Line(line, notes);
    }

    /** The CODE half of a pair for flash fits nothing else; a whole image is the same to the guest either way. */
    private List<String> firmware(Image image) {
        if (ImageMapping.ROM.fits(image.content().length())) {
            return List.of("-bios", image.name());
        }
        Map<String, String> drive = new LinkedHashMap<>();
        drive.put("if", "pflash");
        drive.put("format", "raw");
        drive.put("unit", "0");
        drive.put("readonly", "on");
        drive.put("file", image.name());
        return List.of("-drive", new QemuOption("", drive).text().substring(1));
    }

    private String object() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("id", ID);
        Map<GuestSetting, String> given = protection.given();
        for (GuestSetting setting : QemuKeys.of(protection.type())) {
            String key = setting.qemu().key();
            String usual = setting.qemu().usual();
            if (given.containsKey(setting)) {
                values.put(key, value(setting, given.get(setting)));
            } else if (!usual.isEmpty()) {
                // QEMU demands them
                values.put(key, usual);
                noteHosts(setting);
            }
        }
        return new QemuOption(protection.type().qemuObject(), values).text();
    }

    /** What has no default of its own here is the host's, and QEMU takes no other. */
    private void noteHosts(GuestSetting setting) {
        if (setting.fallback(protection.type()).isEmpty()) {
            notes.add(setting.qemu().key() + " is not given; " + setting.qemu().usual()
                    + " is that of EPYC 7002 and newer, 'cloister probe' reports that of a host.");
        }
    }

    private String machine() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("confidential-guest-support", ID);
        protection
                .machine()
                .forEach((setting, value) -> values.put(setting.qemu().key(), value));
        return new QemuOption("q35", values).text();
    }

    private String value(GuestSetting setting, String given) {
        return switch (setting.qemu().form()) {
            case FILE -> file(setting);
            case PROFILE -> OnOff.text(protection.legacy());
            default -> given;
        };
    }

    private String file(GuestSetting setting) {
        String given = files.get(setting.key());
        String own = setting.key() + ".b64";
        if (given == null) {
            notes.add("QEMU wants " + setting.qemu().key() + " as a file: write the base64 of " + setting.key() + " to "
                    + own + ".");
        }
        return given == null ? own : given;
    }
}
