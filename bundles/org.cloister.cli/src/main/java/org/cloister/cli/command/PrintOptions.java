// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.definition.QemuFrame;

/** Shows how QEMU or libvirt would be asked for the same guest, instead of launching it. */
final class PrintOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<Boolean> qemu =
            rows.flag("--print-qemu", "Print a command line of QEMU's for this guest, and do nothing.");
    private final OptionRow<Boolean> libvirt =
            rows.flag("--print-libvirt", "Print libvirt's <domain> for this guest, and do nothing.");

    boolean given() {
        return qemu.value() || libvirt.value();
    }

    /**
     * Adds what has no place in the words of one of the two, or of both: nothing is left out of them in silence.
     *
     * @param monitor whether the guest is to be kept for a monitor
     */
    ForbiddenPairs forbid(ForbiddenPairs pairs, BooleanSupplier json, BooleanSupplier monitor) {
        return pairs.forbid(qemu::value, libvirt::value, "--print-qemu and --print-libvirt print one document each")
                .forbid(this::given, json, "another monitor's words have a form of their own, not -o json")
                .forbid(
                        libvirt::value,
                        monitor,
                        "libvirt's XML has no word for --paused and --qmp: 'virsh create --paused FILE' starts a domain"
                                + " that waits, and libvirt has a monitor of its own");
    }

    /** Adds what is about a launch. */
    ForbiddenPairs forbid(ForbiddenPairs pairs, String option, BooleanSupplier given) {
        return pairs.forbid(
                this::given,
                given,
                "another monitor's words launch nothing, so there is nothing for " + option + " to do");
    }

    void print(
            CommandContext session,
            TypeChoice choice,
            GuestRequest request,
            Map<String, String> files,
            Set<String> binary,
            QemuFrame frame) {
        if (!(choice instanceof TypeChoice.Named named)) {
            throw Problem.input(CliCodes.LAUNCH_TYPE, "for another monitor's words the type has to be named")
                    .at("--type")
                    .found("auto")
                    .expected("sev, sev-es or sev-snp")
                    .exception();
        }
        PrintedGuest guest = new PrintedGuest(session, named.type(), request, frame);
        guest.requireFiles();
        if (qemu.value()) {
            guest.qemu(files, binary);
        } else {
            guest.libvirt();
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
