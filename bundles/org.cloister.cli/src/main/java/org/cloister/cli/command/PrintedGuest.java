// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.ShellWord;
import org.cloister.cli.session.CommandContext;
import org.cloister.definition.LibvirtWriter;
import org.cloister.definition.QemuFrame;
import org.cloister.definition.QemuWriter;

/**
 * A guest in the words of QEMU or libvirt: everything that was asked for is in them, or is refused by its name.
 *
 * @param frame what is said of it besides
 */
record PrintedGuest(CommandContext session, GuestType type, GuestRequest request, QemuFrame frame) {
    private static final String NAME = "guest";

    /** Refuses content that another program would not find under a name. */
    void requireFiles() {
        if (request.firmware().equals(SampleFirmware.image())) {
            throw Problem.input(CliCodes.PRINT_FILE, "the built-in firmware is no file that QEMU could be given")
                    .at("--firmware")
                    .found("none")
                    .expected("the file of an image")
                    .remedy("add --firmware FILE")
                    .exception();
        }
        Stream.of(
                        Stream.of(request.firmware()),
                        request.boot().map(DirectBoot::kernel).stream(),
                        request.boot().flatMap(DirectBoot::initrd).stream())
                .flatMap(images -> images)
                .filter(image -> image.name().equals(InputFiles.STANDARD_INPUT_TITLE))
                .findFirst()
                .ifPresent(image -> refuse(image.name(), "a file by its name"));
    }

    private static void refuse(String found, String expected) {
        throw Problem.input(CliCodes.PRINT_FILE, "QEMU and libvirt would not find this again")
                .at("--firmware, --kernel, --initrd, --dh-cert-file, --session-file")
                .found(found)
                .expected(expected)
                .exception();
    }

    /**
     * Prints a command line for a shell.
     *
     * @param files names of the files of the owner's session, by setting
     * @param binary those of them that hold no base64
     */
    void qemu(Map<String, String> files, Set<String> binary) {
        files.forEach((setting, file) -> requireText(setting, file, binary));
        QemuWriter.Line line = QemuWriter.line(type, withCbit(), files, frame);
        note(line.notes());
        session.streams().out().println(shell(line.arguments()));
    }

    /** QEMU reads base64 from the files of a session, and takes anything for it (QEMU, target/i386/sev.c). */
    private static void requireText(String setting, String file, Set<String> binary) {
        if (file.equals(InputFiles.STANDARD_INPUT)) {
            refuse(InputFiles.STANDARD_INPUT_TITLE, "a file by its name");
        }
        if (binary.contains(file)) {
            throw Problem.input(CliCodes.PRINT_FILE, "QEMU reads base64 from this file")
                    .at("--" + setting + "-file " + file)
                    .found("the bytes themselves")
                    .expected("base64")
                    .remedy("write it: base64 -w0 " + ShellWord.quoted(file) + " > " + ShellWord.quoted(file + ".b64"))
                    .exception();
        }
    }

    /** The C-bit's position is the host's; where none is given this host is asked, which may be that one. */
    private GuestRequest withCbit() {
        Optional<Integer> position = request.properties().containsKey(GuestSetting.CBITPOS.key())
                ? Optional.empty()
                : session.services().host().flatMap(HostCbit::of);
        if (position.isEmpty()) {
            return request;
        }
        note(List.of("cbitpos is " + position.get() + ", that of this host."));
        Map<String, String> all = new TreeMap<>(request.properties());
        all.put(GuestSetting.CBITPOS.key(), position.get().toString());
        return with(request.firmware(), request.boot(), all);
    }

    private GuestRequest with(Image firmware, Optional<DirectBoot> boot, Map<String, String> properties) {
        return new GuestRequest(firmware, boot, request.vcpus(), request.vcpuType(), request.memory(), properties);
    }

    /** Prints a domain. */
    void libvirt() {
        if (!frame.keys().isEmpty()) {
            throw Problem.input(CliCodes.PRINT_UNSAID, "libvirt's XML is not written with this")
                    .at("--machine")
                    .found(String.join(", ", frame.keys().keySet()))
                    .expected("machine, confidential-guest-support, smm and kernel-irqchip")
                    .exception();
        }
        Optional<DirectBoot> boot = request.boot()
                .map(one ->
                        new DirectBoot(absolute(one.kernel()), one.initrd().map(this::absolute), one.commandLine()));
        GuestRequest found = with(absolute(request.firmware()), boot, request.properties());
        LibvirtWriter.Domain domain = LibvirtWriter.domain(type, found, NAME, frame.machine());
        note(domain.notes());
        session.streams().out().println(domain.xml());
    }

    /** libvirt's daemon is in another folder. */
    private Image absolute(Image image) {
        Path path = session.files().path(image.name()).toAbsolutePath();
        return new Image(path.toString(), image.content());
    }

    private void note(List<String> notes) {
        notes.forEach(note -> NoteLine.print(session, note));
    }

    /** One option on each line; an argument that a shell would change is quoted. */
    private static String shell(List<String> arguments) {
        StringBuilder text = new StringBuilder(arguments.get(0));
        for (String argument : arguments.subList(1, arguments.size())) {
            text.append(argument.startsWith("-") ? " \\\n    " : " ").append(ShellWord.quoted(argument));
        }
        return text.toString();
    }
}
