// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import java.util.function.Function;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.cloister.cli.codes.CliCodes;
import org.cloister.definition.LibvirtDomain;
import org.cloister.definition.LibvirtReader;

/** A whole guest as a domain of libvirt's. */
final class DomainOption implements OptionGroup {
    static final String NAME = "--domain-xml";

    private static final int MEBIBYTES = 1;

    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> file = rows.text(
            NAME,
            "FILE.xml",
            "The whole guest as libvirt's <domain>. Options beside it say where its files lie here, or what it leaves",
            "open; where they contradict it, both are refused.");

    boolean given() {
        return file.value() != null;
    }

    /**
     * The domain.
     *
     * @throws org.cloister.api.CloisterException as the file cannot be read, or {@code launch.security}
     */
    Optional<LibvirtDomain> read(InputFiles files) {
        return read(files, LibvirtReader::read);
    }

    /**
     * The domain of a guest that a host launched: its policy is taken as it stands.
     *
     * @throws org.cloister.api.CloisterException as {@link #read}
     */
    Optional<LibvirtDomain> readLaunched(InputFiles files) {
        return read(files, LibvirtReader::readLaunched);
    }

    private Optional<LibvirtDomain> read(InputFiles files, Function<Image, LibvirtDomain> reader) {
        return Optional.ofNullable(file.value()).map(name -> {
            LibvirtDomain domain = reader.apply(files.read(NAME, name, MEBIBYTES));
            if (domain.guest().isEmpty()) {
                throw Problem.input(CliCodes.LAUNCH_SECURITY, "this is the protection of a guest, and no whole guest")
                        .at(NAME + " " + name)
                        .found("launchSecurity")
                        .expected("domain")
                        .remedy(
                                "give the domain, as virsh dumpxml writes it; launch takes the other with --launch-security")
                        .exception();
            }
            return domain;
        });
    }

    /** A document of libvirt's that an option names. */
    static LibvirtDomain read(String option, String name, InputFiles files) {
        return LibvirtReader.read(files.read(option, name, MEBIBYTES));
    }

    /** An option asks for another type than a definition. */
    static RuntimeException contradiction(GuestType said) {
        return Problem.input(CliCodes.LAUNCH_TYPE, "the type contradicts the settings of its protection")
                .at("--type")
                .found(said + " by the definition of the guest")
                .expected("the same type, or none")
                .remedy("leave --type out")
                .exception();
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
