// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.GuestType;
import org.cloister.api.OnOff;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;

/** Writes a request as arguments of QEMU's. */
public final class QemuWriter {
    private final ExplicitSettings protection;
    private final Map<String, String> files;
    private final QemuFrame frame;
    private final List<String> notes = new ArrayList<>();

    private QemuWriter(ExplicitSettings protection, Map<String, String> files, QemuFrame frame) {
        this.protection = protection;
        this.files = files;
        this.frame = frame;
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
     * A whole command line. Images have the names of the request.
     *
     * @param files names of files that hold a setting's content in base64, by the setting's name; those that are not
     *     there are given a name of their own, and a note
     * @param frame what is said besides
     * @throws org.cloister.api.CloisterException {@code qemu.unsaid} for what QEMU has no option for,
     *     {@code qemu.cbitpos} without a position of the C-bit, {@code kernel.load} for a kernel that it does not boot
     *     as it is measured, or as {@code GuestSettings} refuses the request
     */
    public static Line line(GuestType type, GuestRequest request, Map<String, String> files, QemuFrame frame) {
        return new QemuWriter(ExplicitSettings.of(type, request), files, frame).line(request);
    }

    /**
     * The object alone, as {@code -object} takes it.
     *
     * @param files as for {@link #line}
     * @throws org.cloister.api.CloisterException as {@link #line}
     */
    public static String object(GuestType type, GuestRequest request, Map<String, String> files) {
        return new QemuWriter(ExplicitSettings.of(type, request), files, QemuFrame.USUAL).object();
    }

    private Line line(GuestRequest request) {
        ImageMapping mapping = protection.mapping(request);
        List<String> line = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "kvm"));
        line.addAll(List.of("-machine", machine(), "-object", object()));
        line.addAll(List.of("-cpu", cpu(request), "-smp", Integer.toString(request.vcpus())));
        line.addAll(List.of("-m", (request.memory() >> 10) + "K"));
        line.addAll(firmware(request.firmware(), mapping));
        request.boot().ifPresent(boot -> {
            line.addAll(List.of("-kernel", boot.kernel().name()));
            boot.initrd().ifPresent(initrd -> line.addAll(List.of("-initrd", initrd.name())));
            line.addAll(List.of("-append", boot.commandLine()));
        });
        frame.monitor().ifPresent(path -> line.addAll(List.of("-qmp", monitor(path))));
        if (frame.paused()) {
            line.add("-S");
        }
        return new Line(line, notes);
    }

    private static String monitor(String path) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("server", "on");
        values.put("wait", "off");
        return new QemuOption("unix:" + path.replace(",", ",,"), values).text();
    }

    /** A signature takes the place of the model's; a model that is named has its own (QEMU, target/i386/cpu.c). */
    private String cpu(GuestRequest request) {
        return protection
                .signature()
                .map(signature -> request.vcpuType() + ",family=" + signature.family() + ",model=" + signature.model()
                        + ",stepping=" + signature.stepping())
                .orElse(request.vcpuType());
    }

    private static List<String> firmware(Image image, ImageMapping mapping) {
        if (mapping == ImageMapping.ROM) {
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
        values.put("id", frame.id());
        Map<GuestSetting, String> given = protection.given();
        if (!given.containsKey(GuestSetting.CBITPOS)) {
            throw withoutCbit();
        }
        for (GuestSetting setting : QemuKeys.of(protection.type())) {
            String usual = setting.qemu().usual();
            if (given.containsKey(setting)) {
                values.put(setting.qemu().key(), value(setting, given.get(setting)));
            } else if (!usual.isEmpty()) {
                // QEMU demands them
                values.put(setting.qemu().key(), usual);
            }
        }
        return new QemuOption(protection.type().qemuObject(), values).text();
    }

    /** It is the host's, QEMU takes no other, and a wrong one shows only there. */
    private static RuntimeException withoutCbit() {
        return Problem.input(DefinitionCodes.QEMU_CBITPOS, "QEMU wants the position of the host's C-bit")
                .at(GuestSetting.CBITPOS.key())
                .found("none, and this host has no SEV that could tell it")
                .expected("47 for hosts with an EPYC 7001 or 7002, 51 from EPYC 7003 on")
                .remedy("give --cbitpos N; 'cloister probe' on the host reports it")
                .exception();
    }

    private String machine() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("confidential-guest-support", frame.id());
        protection
                .machine()
                .forEach((setting, value) -> values.put(setting.qemu().key(), value));
        values.putAll(frame.keys());
        return new QemuOption(frame.machine(), values).text();
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
