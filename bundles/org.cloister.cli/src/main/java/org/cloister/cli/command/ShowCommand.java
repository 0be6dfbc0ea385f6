// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.Printable;
import org.cloister.cli.report.StructureJson;
import org.cloister.cli.report.StructureText;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.show.EvidenceView;
import org.cloister.owner.show.FileKind;
import org.cloister.owner.show.FileKindMatch;
import org.cloister.owner.show.FileKinds;
import org.cloister.owner.show.ShownText;

/** {@code show}: what a file is, and every field in it. */
final class ShowCommand implements Runnable {
    private static final int MEBIBYTES = 16;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> file =
            rows.operand("FILE", "The file, - for standard input, or a folder of configfs-tsm.");
    private final OptionRow<String> kind = rows.text(
            "--as",
            "KIND",
            "Take it for this: report, legacy-report, evidence, sev-certificate, x509, certificate-table, key, ovmf, "
                    + "vmsa, id-block, id-auth, secrets, cpuid or kernel-hashes.");

    private final OutputFormat answer = rows.add(new OutputFormat());

    private ShowCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        ShowCommand command = new ShowCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        Optional<FileKind> asked = Optional.ofNullable(kind.value()).map(FileKinds::named);
        Optional<ReportEvidence> folder = new EvidenceInput(session).folder(file.value());
        if (folder.isPresent()) {
            print(FileKinds.named("evidence"), "binary", EvidenceView.of(folder.get()));
            return;
        }
        ShownText text = ShownText.of(
                new InputFiles(session).read("FILE", file.value(), MEBIBYTES).content(), file.value());
        Bytes binary = text.content();
        String encoding = text.encoding();
        if (asked.isPresent()) {
            print(asked.get(), encoding, FileKinds.show(asked.get(), binary, file.value()));
        } else {
            FileKindMatch found = FileKinds.recognise(binary, file.value());
            printAttempts(found);
            Structure structure = found.structure();
            print(found.kind().orElseThrow(), encoding, structure);
        }
    }

    private void printAttempts(FileKindMatch found) {
        if (!found.decided()) {
            session.streams().err().println("tried; --as KIND forces one:");
            found.attempts().stream()
                    .map(attempt -> "  " + Printable.of(attempt.toString()))
                    .forEach(session.streams().err()::println);
        }
    }

    private void print(FileKind found, String encoding, Structure structure) {
        if (answer.json()) {
            session.streams().out().println(Json.text(StructureJson.of(found.name(), encoding, structure)));
        } else {
            StructureText.of(structure).forEach(session.streams().out()::println);
        }
    }
}
