// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.codes.CliCodes;
import org.cloister.definition.DomainGuest;
import org.cloister.definition.LaunchSecurity;
import org.cloister.definition.LibvirtDomain;
import org.cloister.definition.QemuFrame;
import org.cloister.definition.QemuReader;
import org.cloister.monitor.ObjectWords;

/** The guest's protection in the words of QEMU or libvirt, and the files of the owner's session. */
final class SecurityOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> object = rows.text(
            "--object", "QEMU", "The protection as QEMU's -object: sev-guest,policy=0x5,… or sev-snp-guest,…");
    private final OptionRow<String> machine =
            rows.text("--machine", "QEMU", "QEMU's -machine beside --object, as q35,confidential-guest-support=sev0.");
    private final OptionRow<String> launchSecurity = rows.text(
            "--launch-security",
            "FILE.xml",
            "The protection as libvirt's <launchSecurity>, or the whole guest as a <domain> that holds it.");
    private final DomainOption domain = rows.add(new DomainOption());
    private final OptionRow<String> certificate =
            rows.text("--dh-cert-file", "FILE", "SEV: the owner's Diffie-Hellman certificate, in base64 or as it is.");
    private final OptionRow<String> sessionFile =
            rows.text("--session-file", "FILE", "SEV: the owner's session, in base64 or as it is.");

    private Base64File base64;
    private Optional<String> domainMachine = Optional.empty();

    private record OptionalName(String name, boolean given) {}

    /**
     * What was read.
     *
     * @param files names of the files that settings were read from
     * @param profileImplied whether QEMU's default decided on the profile
     * @param domain the guest of a domain
     * @param notes what people should know once all of it is taken
     */
    record Read(
            TypeChoice type,
            Map<String, String> settings,
            Map<String, String> files,
            boolean profileImplied,
            Optional<DomainGuest> domain,
            DefinitionNotes notes) {}

    /**
     * The settings of a launch from everything that says one.
     *
     * @param chosen by the options for it
     * @param given by options of their own
     * @throws org.cloister.api.CloisterException {@code launch.twice}, {@code launch.type} where two contradict each
     *     other
     */
    Read read(InputFiles input, TypeChoice chosen, Map<String, String> given) {
        Optional<LibvirtDomain> said = given(input);
        Optional<LaunchSecurity> security = said.map(LibvirtDomain::security);
        domainMachine = said.flatMap(LibvirtDomain::guest).flatMap(DomainGuest::machine);
        DefinitionNotes notes = new DefinitionNotes();
        SaidSettings settings = new SaidSettings(notes, given);
        Map<String, String> files = new LinkedHashMap<>();
        security.ifPresent(one -> {
            settings.add(one);
            files.putAll(one.files());
        });
        put(files, GuestSetting.DH_CERT, certificate.value());
        put(files, GuestSetting.SESSION, sessionFile.value());
        base64 = new Base64File(input);
        files.forEach((name, file) -> settings.put(name, base64.text("--" + name + "-file", file)));
        boolean chosenProfile = settings.values().containsKey(GuestSetting.PROFILE.key());
        security.ifPresent(settings::fallBack);
        return new Read(
                security.map(one -> type(one, chosen)).orElse(chosen),
                settings.values(),
                files,
                !chosenProfile && settings.values().containsKey(GuestSetting.PROFILE.key()),
                said.flatMap(LibvirtDomain::guest),
                notes);
    }

    /** Names of the files of a session that were read and hold no base64, which QEMU would take them for. */
    Set<String> binaryFiles() {
        return base64.binary();
    }

    /** What QEMU's words say besides, and the machine of a domain that was read. */
    QemuFrame frame() {
        return object.value() == null
                ? domainMachine.map(QemuFrame.USUAL::withMachine).orElse(QemuFrame.USUAL)
                : QemuReader.frame(object.value(), Optional.ofNullable(machine.value()));
    }

    /** How the guest and its protection were written; libvirt calls the object of that lsec0. */
    ObjectWords words(Read read, GuestRequest launched) {
        boolean libvirts = launchSecurity.value() != null || domain.given();
        QemuFrame frame = frame();
        return new ObjectWords(libvirts ? "lsec0" : frame.id(), read.files(), read.profileImplied())
                .with(frame.machine(), launched);
    }

    private Optional<LibvirtDomain> given(InputFiles input) {
        List<String> definitions = Stream.<OptionalName>of(
                        new OptionalName("--object", object.value() != null),
                        new OptionalName("--launch-security", launchSecurity.value() != null),
                        new OptionalName(DomainOption.NAME, domain.given()))
                .filter(OptionalName::given)
                .map(OptionalName::name)
                .toList();
        boolean half = machine.value() != null && object.value() == null;
        if (definitions.size() > 1 || half) {
            throw Problem.input(
                            CliCodes.LAUNCH_SECURITY, "the guest's protection is given in two ways, or in half of one")
                    .found(String.join(", ", definitions) + (half ? " --machine" : ""))
                    .expected("--object with or without --machine, or --launch-security, or --domain-xml")
                    .exception();
        }
        if (object.value() != null) {
            LaunchSecurity read = QemuReader.read(object.value(), Optional.ofNullable(machine.value()));
            return Optional.of(new LibvirtDomain(read, Optional.empty()));
        }
        return launchSecurity.value() == null
                ? domain.read(input)
                : Optional.of(DomainOption.read("--launch-security", launchSecurity.value(), input));
    }

    /** Of an auto that says nothing any type will do; one with a minimum is a demand of its own. */
    private static TypeChoice type(LaunchSecurity security, TypeChoice chosen) {
        TypeChoice named = new TypeChoice.Named(security.type());
        boolean free = chosen.equals(new TypeChoice.Auto(Optional.empty()));
        if (!free && !chosen.equals(named)) {
            throw DomainOption.contradiction(security.type());
        }
        return named;
    }

    private static void put(Map<String, String> files, GuestSetting setting, String file) {
        String before = file == null ? null : files.putIfAbsent(setting.key(), file);
        if (before != null && !before.equals(file)) {
            throw SaidSettings.twice(setting.key(), before, file);
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
