// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.Map;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.ShellWord;
import org.cloister.cli.session.CommandContext;
import org.cloister.definition.LibvirtWriter;
import org.cloister.definition.QemuWriter;

/** Shows how QEMU or libvirt would be asked for the same guest, instead of launching it. */
final class PrintOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<Boolean> qemu =
            rows.flag("--print-qemu", "Print a command line of QEMU's for this guest, and do nothing.");
    private final OptionRow<Boolean> libvirt =
            rows.flag("--print-libvirt", "Print libvirt's <launchSecurity> for this guest, and do nothing.");

    boolean both() {
        return qemu.value() && libvirt.value();
    }

    boolean given() {
        return qemu.value() || libvirt.value();
    }

    void print(
            CommandContext session,
            TypeChoice choice,
            GuestRequest request,
            Map<String, String> files,
            boolean ownFirmware) {
        if (!(choice instanceof TypeChoice.Named named)) {
            throw Problem.input(CliCodes.LAUNCH_TYPE, "for another monitor's words the type has to be named")
                    .at("--type")
                    .found("auto")
                    .expected("sev, sev-es or sev-snp")
                    .exception();
        }
        if (qemu.value()) {
            printQemu(session, named.type(), request, files, ownFirmware);
        }
        if (libvirt.value()) {
            session.streams().out().println(LibvirtWriter.element(named.type(), request));
        }
    }

    private static void printQemu(
            CommandContext session,
            GuestType type,
            GuestRequest request,
            Map<String, String> files,
            boolean ownFirmware) {
        QemuWriter.Line line = QemuWriter.line(type, request, files, !ownFirmware);
        line.notes().forEach(note -> session.streams().err().println("note: " + note));
        session.streams().out().println(shell(line.arguments()));
    }

    /** One option on each line; an argument that a shell would change is quoted. */
    private static String shell(List<String> arguments) {
        StringBuilder text = new StringBuilder(arguments.get(0));
        for (String argument : arguments.subList(1, arguments.size())) {
            text.append(argument.startsWith("-") ? " \\\n    " : " ").append(ShellWord.quoted(argument));
        }
        return text.toString();
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
