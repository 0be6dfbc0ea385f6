// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Problem;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.definition.LaunchSecurity;
import org.cloister.definition.LibvirtReader;
import org.cloister.definition.QemuReader;

/** The guest's protection in the words of QEMU or libvirt, and the files of the owner's session. */
final class SecurityOptions implements OptionGroup {
    private static final int MEBIBYTES = 1;

    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> object = rows.text(
            "--object", "QEMU", "The protection as QEMU's -object: sev-guest,policy=0x5,… or sev-snp-guest,…");
    private final OptionRow<String> machine =
            rows.text("--machine", "QEMU", "QEMU's -machine beside --object, as q35,confidential-guest-support=sev0.");
    private final OptionRow<String> launchSecurity = rows.text(
            "--launch-security", "FILE.xml", "The protection as libvirt's <launchSecurity>, alone or in a <domain>.");
    private final OptionRow<String> certificate =
            rows.text("--dh-cert-file", "FILE", "SEV: the owner's Diffie-Hellman certificate, in base64 or as it is.");
    private final OptionRow<String> sessionFile =
            rows.text("--session-file", "FILE", "SEV: the owner's session, in base64 or as it is.");

    /** What was read, with the names of the files that settings were read from. */
    record Read(TypeChoice type, Map<String, String> settings, Map<String, String> files) {}

    /**
     * The settings of a launch from everything that says one.
     *
     * @param chosen by the options for it
     * @param given by options of their own
     * @throws org.cloister.api.CloisterException {@code launch.twice}, {@code launch.type} where two contradict each
     *     other
     */
    Read read(CommandContext session, InputFiles input, TypeChoice chosen, Map<String, String> given) {
        Optional<LaunchSecurity> said = given(input);
        Map<String, String> settings = new TreeMap<>(given);
        Map<String, String> files = new LinkedHashMap<>();
        said.ifPresent(security -> {
            security.notes().forEach(note -> session.streams().err().println("note: " + note));
            security.settings().forEach((name, value) -> put(settings, name, value));
            files.putAll(security.files());
        });
        Optional.ofNullable(certificate.value()).ifPresent(file -> put(files, GuestSetting.DH_CERT.key(), file));
        Optional.ofNullable(sessionFile.value()).ifPresent(file -> put(files, GuestSetting.SESSION.key(), file));
        Base64File base64 = new Base64File(input);
        files.forEach((name, file) -> put(settings, name, base64.text("--" + name + "-file", file)));
        said.ifPresent(
                security -> security.fallbacks().forEach((name, value) -> fallBack(session, settings, name, value)));
        return new Read(said.map(security -> type(security, chosen)).orElse(chosen), settings, files);
    }

    private Optional<LaunchSecurity> given(InputFiles input) {
        if (object.value() != null && launchSecurity.value() != null
                || machine.value() != null && object.value() == null) {
            throw Problem.input(
                            CliCodes.LAUNCH_SECURITY, "the guest's protection is given in two ways, or in half of one")
                    .found(String.join(
                            ", ",
                            Stream.of(
                                            object.value() == null ? null : "--object",
                                            machine.value() == null ? null : "--machine",
                                            launchSecurity.value() == null ? null : "--launch-security")
                                    .filter(name -> name != null)
                                    .toList()))
                    .expected("--object with or without --machine, or --launch-security")
                    .exception();
        }
        if (object.value() != null) {
            return Optional.of(QemuReader.read(object.value(), Optional.ofNullable(machine.value())));
        }
        return Optional.ofNullable(launchSecurity.value())
                .map(file -> LibvirtReader.read(input.read("--launch-security", file, MEBIBYTES)));
    }

    private static TypeChoice type(LaunchSecurity security, TypeChoice chosen) {
        TypeChoice named = new TypeChoice.Named(security.type());
        boolean free = chosen.equals(new TypeChoice.Auto(Optional.empty()));
        if (!free && !chosen.equals(named)) {
            throw Problem.input(CliCodes.LAUNCH_TYPE, "the type contradicts the settings of its protection")
                    .at("--type")
                    .found(security.type() + " by --object or --launch-security")
                    .expected("the same type, or none")
                    .remedy("leave --type out")
                    .exception();
        }
        return named;
    }

    private static void put(Map<String, String> all, String name, String value) {
        String before = all.putIfAbsent(name, value);
        if (before != null && !before.equals(value)) {
            throw Problem.input(CliCodes.LAUNCH_TWICE, "this is given twice with different values")
                    .at(name)
                    .found(before + " and " + value)
                    .expected("one of the two")
                    .remedy("leave one of them out")
                    .exception();
        }
    }

    private static void fallBack(CommandContext session, Map<String, String> all, String name, String value) {
        if (all.putIfAbsent(name, value) == null) {
            session.streams().err().println("note: " + name + " is " + value + ", QEMU's default.");
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
